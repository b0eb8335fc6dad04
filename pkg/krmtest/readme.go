package krmtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

var (
	link    = regexp.MustCompile(`\]\(([^)#]*)(#[^)]*)?\)`)
	heading = regexp.MustCompile(`(?m)^##+ (.+)$`)
	noSlug  = regexp.MustCompile("[^a-z0-9 -]")
)

// README holds a function's README.md to what the function tells (ReadMessages has
// tellers): every message is quoted there and told in a case, and links lead somewhere.
// Fewer messages than least were not found.
func README(t *testing.T, f *krm.Function, least int, tellers map[string][]string) {
	t.Helper()
	m := ReadMessages(t, tellers)
	if len(m.Formats) < least {
		t.Fatalf("%d messages were found, which cannot be all", len(m.Formats))
	}
	t.Run("quotes the messages", func(t *testing.T) { m.QuotedIn(t, "README.md") })
	t.Run("every message has a case", func(t *testing.T) { m.ToldInCases(t, f) })
	t.Run("links lead somewhere", func(t *testing.T) { LinksLead(t, "README.md") })
}

// LinksLead checks that a page leads to nothing that is not there, in files and in its own headings. Links to other sites
// are not looked at, nor are headings of other pages. A page without links fails.
func LinksLead(t *testing.T, page string) {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	var anchors []string
	for _, m := range heading.FindAllStringSubmatch(string(data), -1) {
		words := noSlug.ReplaceAllString(strings.ToLower(m[1]), "")
		anchors = append(anchors, "#"+strings.ReplaceAll(words, " ", "-"))
	}
	links := link.FindAllStringSubmatch(string(data), -1)
	if len(links) == 0 {
		t.Errorf("%s has no links", page)
	}
	for _, m := range links {
		switch path, anchor := m[1], m[2]; {
		case strings.Contains(path, "://"):
		case path == "":
			if !slices.Contains(anchors, anchor) {
				t.Errorf("%s has no heading for its link %q", page, anchor)
			}
		default:
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), filepath.FromSlash(path))); err != nil {
				t.Errorf("%s links to %s: %v", page, path, err)
			}
		}
	}
}
