package previewapp

import (
	"fmt"
	"strings"
	"testing"
	"text/template"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tolds collects what is told.
func tolds(check func(tell teller)) (all []string) {
	check(func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) })
	return all
}

func TestPlaceholdersBecomeArgoCDs(t *testing.T) {
	for text, want := range map[string]string{
		"shop":                             "shop",
		"shop-{{number}}":                  "shop-{{.number}}",
		"shop-{{.number}}":                 "shop-{{.number}}",
		"{{ number }}-{{ .branch_slug }}":  "{{.number}}-{{.branch_slug}}",
		"a}}b":                             "a}}b", // and no host
		"{{head_sha}}{{head_short_sha_7}}": "{{.head_sha}}{{.head_short_sha_7}}",
	} {
		var got string
		assert.Empty(t, tolds(func(tell teller) { got = resolve(text, inHost, tell) }), text)
		assert.Equal(t, want, got)
	}
}

func TestNothingElseStandsInBraces(t *testing.T) {
	for _, text := range []string{
		"{{branch}}", "{{.title}}", "{{ author }}", "{{labels}}", "{{target_branch}}", "{{index .labels 0}}", "{{.branch | slugify}}",
		"{{..number}}", "{{.number.x}}", "{{}}", "{{.}}", "{{/* */}}", "{{- .number -}}", "{{number", "{{{number}}", "{{\n.number}}{{values.x}}", "{{`a`}}",
	} {
		assert.Len(t, tolds(func(tell teller) { resolve(text, inHost, tell) }), 1, text)
	}
}

func TestANamespaceIsNoOther(t *testing.T) {
	for namespace, pattern := range map[string]string{
		"shop-pr-{{.number}}":          "shop-pr-[0-9]*",
		"a{{.number}}-b":               "a[0-9]*-b",
		"shop-{{.number}}-{{.number}}": "shop-[0-9]*-[0-9]*",
	} {
		assert.Equal(t, pattern, namespacePattern(namespace))
		assert.Empty(t, tolds(func(tell teller) { checkNamespace(namespace, tell) }))
	}
}

// render is what Argo CD makes of a text, if a pull request's author means harm.
func render(t *testing.T, text, number, slug string) string {
	t.Helper()
	parsed, err := template.New("").Option("missingkey=error").Parse(text)
	require.NoError(t, err, text)
	var out strings.Builder
	require.NoError(t, parsed.Execute(&out, map[string]any{
		"number": number, "branch_slug": slug, "branch": "EVIL", "title": "EVIL", "author": "EVIL", "labels": []string{"EVIL"},
		"target_branch": "EVIL", "head_sha": strings.Repeat("c", 40), "head_short_sha": "cccccccc", "head_short_sha_7": "ccccccc",
	}), text)
	return out.String()
}

// Whatever host passes: Argo CD can make a host of it, the author of a pull request
// adds nothing but the slug, and two pull requests never have the same.
func FuzzAHostThatPassesIsOneOfItsOwn(f *testing.F) {
	for _, seed := range []string{
		"shop-{{number}}.example.com", "{{.branch_slug}}-{{ .number }}.example.com", "{{branch_slug}}0{{number}}.a.b", "{{number}}.{{head_short_sha}}.a",
		"{{branch_slug}}-{{number}}-{{branch_slug}}.a", "{{number}}{{number}}.a", "{{`{{`}}number}}.a", "a.{{branch_slug}}.{{number}}", "{{number}}{{head_sha}}.a",
		"{{branch_slug}}{{number}}-{{number}}.a.b", "{{number}}-{{branch_slug}}0{{number}}.a",
	} {
		f.Add(seed, uint(2), "a01", uint(102), "a")
	}
	f.Fuzz(func(t *testing.T, host string, n uint, slug string, m uint, other string) {
		if !isSlug(slug) || !isSlug(other) || n > 999999 || m > 999999 || n == m {
			return
		}
		if len(tolds(func(tell teller) { checkHost(host, tell) })) > 0 {
			return
		}
		resolved := resolve(host, inHost, nil)
		one, two := render(t, resolved, fmt.Sprint(n), slug), render(t, resolved, fmt.Sprint(m), other)
		require.NotContains(t, one, "EVIL")
		require.True(t, isHost(one), "%q becomes %q", host, one)
		require.NotEqual(t, one, two, "%q, for %d with branch %s and %d with branch %s", host, n, slug, m, other)
	})
}

// isSlug: Argo CD makes lower-case letters, digits and hyphens of a branch, 50 at most.
func isSlug(s string) bool { return dnsLabel.MatchString(s) && len(s) <= 50 }

// Whatever namespace passes is one namespace for each number, and nothing but the
// number differs.
func FuzzANamespaceThatPassesIsOneOfItsOwn(f *testing.F) {
	for _, seed := range []string{"shop-pr-{{number}}", "shop{{.number}}x", "a-{{ number }}-{{number}}", "{{number}}", "a{{branch}}{{number}}"} {
		f.Add(seed, uint(12), uint(121))
	}
	f.Fuzz(func(t *testing.T, namespace string, n, m uint) {
		if n > 999999 || m > 999999 || n == m || len(tolds(func(tell teller) { checkNamespace(namespace, tell) })) > 0 {
			return
		}
		resolved := resolve(namespace, inNamespace, nil)
		one := render(t, resolved, fmt.Sprint(n), "evil")
		require.Equal(t, strings.ReplaceAll(resolved, number, fmt.Sprint(n)), one)
		require.Regexp(t, dnsLabel, one)
		require.NotEqual(t, one, render(t, resolved, fmt.Sprint(m), "evil"))
	})
}
