package previewhost

import (
	"errors"
	"fmt"
	"strings"
)

const (
	hostMark  = "{host}"
	labelMark = "{label}"
)

// Rule says which preview host a production host becomes.
type Rule struct {
	// The production host, or a glob for several: `*` stands for any run of characters, dots included. Upper and lower
	// case compare equal.
	From string `json:"from" required:"true"`
	// The host that it becomes. `{host}` stands for the preview host, `{label}` for the first label of the original host:
	// with the preview host `pr-12.example.com`, `{label}-{host}` makes `api.example.com` `api-pr-12.example.com`.
	To string `json:"to" required:"true"`
}

// rules are tried in order; the first that matches counts.
type rules []Rule

// image is the host that production's host becomes beside the given preview host; false if no rule matches it. It is
// not checked: whether it is a DNS name depends on all three.
func (rs rules) image(host, preview string) (string, bool) {
	n := normal(host)
	for _, r := range rs {
		if matchGlob(normal(r.From), n) {
			label, _, _ := strings.Cut(n, ".")
			return r.fill(preview, label), true
		}
	}
	return "", false
}

// done tells whether host is a result already, so that a second run leaves it: it equals the `to` of a rule, with
// {host} put in and {label} being any one label.
func (rs rules) done(host, preview string) bool {
	n := normal(host)
	for _, r := range rs {
		if label, ok := r.labelOf(n, preview); ok && r.fill(preview, label) == n {
			return true
		}
	}
	return false
}

// fill puts the label in last: it comes from the input, and what it holds is no placeholder.
func (r Rule) fill(preview, label string) string {
	return strings.ReplaceAll(strings.ReplaceAll(r.To, hostMark, preview), labelMark, label)
}

// labelOf finds the label that makes r.To the host n, if there is one: the length of n tells that of the label, however
// often it stands in r.To, and the first place what it is.
func (r Rule) labelOf(n, preview string) (string, bool) {
	form := strings.ReplaceAll(r.To, hostMark, preview)
	count := strings.Count(form, labelMark)
	if count == 0 {
		return "", true
	}
	size := (len(n) - len(form) + count*len(labelMark)) / count
	at := strings.Index(form, labelMark)
	if size < 1 || at+size > len(n) {
		return "", false
	}
	label := n[at : at+size]
	return label, label == "*" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// check says what is wrong with the rule by itself.
func (r Rule) check() error {
	if err := r.checkFrom(); err != nil {
		return fmt.Errorf("from: %w", err)
	}
	if err := r.checkTo(); err != nil {
		return fmt.Errorf("to: %w", err)
	}
	return nil
}

func (r Rule) checkFrom() error {
	switch {
	case r.From == "":
		return errors.New(`empty: give the production host, or "*" for every host`)
	case isTemplated(r.From):
		return fmt.Errorf("%s is a template: templated hosts are left alone, no rule reaches them", quoted(r.From))
	case strings.ContainsAny(r.From, "{}"):
		return fmt.Errorf("%s has a placeholder, which only `to` can have: use * for any run of characters", quoted(r.From))
	case strings.ContainsAny(r.From, " \t\r\n\v\f"):
		return fmt.Errorf("%s has white space in it, no host matches it: take it out", quoted(r.From))
	case strings.Contains(r.From, "://"):
		return fmt.Errorf("%s has a scheme, no host matches it: give the host alone", quoted(r.From))
	case strings.ContainsAny(r.From, ":/?#"):
		return fmt.Errorf("%s has a port or a path, no host matches it: give the host alone", quoted(r.From))
	}
	return nil
}

func (r Rule) checkTo() error {
	if r.To == "" {
		return fmt.Errorf("empty: give the host that %s becomes, like {label}-{host}", quoted(r.From))
	}
	if err := checkPlaceholders(r.To); err != nil {
		return err
	}
	const preview, label = "pr-12.example.com", "www"
	if err := checkPreviewHost(r.fill(preview, label)); err != nil {
		return fmt.Errorf("%s gives no DNS name: %w", quoted(r.To), err)
	}
	return nil
}

func checkPlaceholders(to string) error {
	for rest := to; ; {
		open := strings.IndexAny(rest, "{}")
		if open < 0 {
			return nil
		}
		name, after, closed := strings.Cut(rest[open+1:], "}")
		switch {
		case rest[open] == '}':
			return fmt.Errorf("%s has a } without its {: the placeholders are {host} and {label}", quoted(to))
		case !closed:
			return fmt.Errorf("%s has a { without its }: the placeholders are {host} and {label}", quoted(to))
		case name != "host" && name != "label":
			return fmt.Errorf("%s has an unknown placeholder %s: %s", quoted(to), quoted("{"+name+"}"), nearPlaceholder(name))
		}
		rest = after
	}
}

// nearPlaceholder guesses by the first letter: with two names to choose from that is enough.
func nearPlaceholder(name string) string {
	name = strings.TrimLeft(lower(name), "{$. ")
	switch {
	case strings.HasPrefix(name, "h"):
		return "did you mean {host}?"
	case strings.HasPrefix(name, "l"):
		return "did you mean {label}?"
	}
	return "there are {host}, the preview host, and {label}, the first label of the original host"
}
