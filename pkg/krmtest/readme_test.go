package krmtest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// linksPage is the page that a process of its own looks at, since a test that has to
// fail cannot run in this one.
const linksPage = "KRMTEST_LINKS_PAGE"

func TestLinksOfThePage(t *testing.T) {
	if page := os.Getenv(linksPage); page != "" {
		krmtest.LinksLead(t, page)
		return
	}
	for text, wrong := range map[string]string{
		"# A\n## What `it` does, in 2 steps\n[a](#what-it-does-in-2-steps) [b](there.md) [c](there.md#x) [d](https://example.com)": "",
		"[a](#a)\n":           `no heading for its link "#a"`,
		"## B\n[a](gone.md)":  "links to gone.md",
		"nowhere\n":           "has no links",
		"## B\n[a](#b)[](#c)": `no heading for its link "#c"`,
	} {
		page := filepath.Join(files{"page.md": text, "there.md": ""}.write(t), "page.md")
		out, passed := child(t, "", []string{"-test.run", "^TestLinksOfThePage$"}, linksPage+"="+page)
		assert.Equal(t, wrong == "", passed, "%s\n%s", text, out)
		assert.Contains(t, out, wrong)
	}
}
