package krmtest

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link    = regexp.MustCompile(`\]\(([^)#]*)(#[^)]*)?\)`)
	heading = regexp.MustCompile(`(?m)^##+ (.+)$`)
	noSlug  = regexp.MustCompile("[^a-z0-9 -]")
)

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
