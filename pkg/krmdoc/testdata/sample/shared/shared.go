// Package shared has settings that several functions use.
package shared

import "fmt"

// Selector chooses resources.
type Selector struct {
	// Names; default: all of them.
	Names []string `json:"names,omitempty"`
	// Hidden by the field of the one that embeds it.
	Debug string `json:"debug,omitempty"`
}

// Days is a number of days, such as 14d.
type Days int

// UnmarshalText reads 14d.
func (d *Days) UnmarshalText(text []byte) error {
	_, err := fmt.Sscanf(string(text), "%dd", (*int)(d))
	return err
}

// MarshalText writes 14d.
func (d Days) MarshalText() ([]byte, error) { return fmt.Appendf(nil, "%dd", int(d)), nil }
