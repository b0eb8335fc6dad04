package krm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Mistakes in what a function reads. Their messages go on behind the name of
// what has the mistake, as in "item 3 (line 57) has no kind", say where it is in
// the input, and never repeat more of it than keys: the value next to a broken
// line may be a secret.

// A problem is a mistake in the input, by the item that has it.
type problem struct {
	item *Item
	err  error
}

func (p problem) String() string {
	where := ""
	if p.item.line > 0 {
		where = fmt.Sprintf(" (line %d)", p.item.line)
	}
	return fmt.Sprintf("item %d%s %v", p.item.index+1, where, p.err)
}

// errEmpty tells a document without content from one that is no mapping.
var errEmpty = errors.New("is empty")

// explain words an error of the YAML reader, which counts lines from the start of
// the text that it was given, for whoever wrote the input. first is the number
// of that text's first line, 0 if nobody knows it.
func explain(err error, first int) error {
	text, fromYAML := strings.CutPrefix(err.Error(), "yaml: ")
	line := 0
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, message, ok := strings.Cut(rest, ": "); ok {
			line, _ = strconv.Atoi(number)
			text = message
		}
	}
	switch {
	case !fromYAML && text == err.Error() && !strings.HasPrefix(text, gaveUp):
		return err
	case strings.HasPrefix(text, "unknown anchor"):
		text = "an alias (*) refers to an anchor (&) that does not come before it" // and might be a value without quotes
	}
	if line == 0 || first == 0 {
		return fmt.Errorf("cannot be read: %s", text)
	}
	near := ""
	if fromYAML {
		near = "near " // for some mistakes yaml.v3 tells the line before
	}
	return fmt.Errorf("cannot be read: %s (%sline %d)", text, near, first+line-1)
}

// withoutContent cuts what kyaml's errors quote of an object.
func withoutContent(err error) error {
	if text, _, cut := strings.Cut(err.Error(), ": node contents:"); cut {
		return errors.New(text)
	}
	return err
}
