package previewhost

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// matchImage stands for the function's own: one host becomes the preview's, the rest stays.
func matchImage(host string) (string, error) {
	if lower(host) == "www.example.com" {
		return "pr-12.example.com", nil
	}
	return host, nil
}

func TestRewriteMatchReplaces(t *testing.T) {
	tests := []struct{ name, expr, want string }{
		{"one host", "Host(`www.example.com`)", "Host(`pr-12.example.com`)"},
		{"a host in double quotes", `Host("www.example.com")`, `Host("pr-12.example.com")`},
		{"a host in upper case", "Host(`WWW.Example.com`)", "Host(`pr-12.example.com`)"},
		{"a matcher in any case", "host(`www.example.com`) || HOST(`www.example.com`)", "host(`pr-12.example.com`) || HOST(`pr-12.example.com`)"},
		{"the matchers of version 2 and of TCP", "HostHeader(`www.example.com`) && HostSNI(`www.example.com`)", "HostHeader(`pr-12.example.com`) && HostSNI(`pr-12.example.com`)"},
		{"several hosts, with all spacing kept", "Host( `www.example.com`,\n\t\"a.example.com\" , `www.example.com` )", "Host( `pr-12.example.com`,\n\t\"a.example.com\" , `pr-12.example.com` )"},
		{"a space before the parenthesis", "Host (`www.example.com`)", "Host (`pr-12.example.com`)"},
		{"other matchers beside it", "(Host(`www.example.com`) && PathPrefix(`/a`)) || Method(`GET`)", "(Host(`pr-12.example.com`) && PathPrefix(`/a`)) || Method(`GET`)"},
		{"a negated host", "PathPrefix(`/`) && !Host(`www.example.com`)", "PathPrefix(`/`) && !Host(`pr-12.example.com`)"},
		{"no space anywhere", "!Host(`www.example.com`)&&Host(`www.example.com`)||(Host(`www.example.com`))", "!Host(`pr-12.example.com`)&&Host(`pr-12.example.com`)||(Host(`pr-12.example.com`))"},
		{"an escape that only double quotes know", `Host("www.ex\x61mple.com")`, `Host("pr-12.example.com")`},
		{"beside what looks like a matcher inside a string", "PathPrefix(`/Host(`) && Host(`www.example.com`)", "PathPrefix(`/Host(`) && Host(`pr-12.example.com`)"},
		{"beside a quote in a string", "Path(`/\"`) && Host(`www.example.com`) && Path(\"/\\\"`\")", "Path(`/\"`) && Host(`pr-12.example.com`) && Path(\"/\\\"`\")"},
		{"beside a backslash, which escapes nothing in backquotes", "Path(`/\\`) && Host(`www.example.com`)", "Path(`/\\`) && Host(`pr-12.example.com`)"},
		{"beside parentheses in another matcher", "PathRegexp(`^/(a|b)`) && Host(`www.example.com`)", "PathRegexp(`^/(a|b)`) && Host(`pr-12.example.com`)"},
		{"after an operator that somebody forgot", "PathPrefix(`/`) Host(`www.example.com`)", "PathPrefix(`/`) Host(`pr-12.example.com`)"},
		{"beside a template", "{{ .Values.match }} && Host(`www.example.com`)", "{{ .Values.match }} && Host(`pr-12.example.com`)"},
		{"beside operators of nobody's", "Host(`www.example.com`) & | , ; Host(`www.example.com`)", "Host(`pr-12.example.com`) & | , ; Host(`pr-12.example.com`)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := rewriteMatch(tt.expr, matchImage)
			require.NoError(t, err)
			assert.Equal(t, tt.want, out)
			again, _, err := rewriteMatch(out, matchImage)
			require.NoError(t, err)
			assert.Equal(t, out, again, "a second time")
		})
	}
}

func TestRewriteMatchLeaves(t *testing.T) {
	for name, expr := range map[string]string{
		"another host":                     "Host(`a.example.com`)",
		"a path that looks like a matcher": "PathPrefix(`/Host(www.example.com)`)",
		"a header's value":                 "Header(`X-Forwarded-Host`, `www.example.com`)",
		"a query's value":                  "Query(`to`, `www.example.com`)",
		"a matcher that only ends in host": "MyHost(`www.example.com`)",
		"a host matcher inside another's":  "Nested(Host(`www.example.com`))",
		"a regular expression":             "HostRegexp(`www.example.com`)",
		"a name without parentheses":       "Host && `www.example.com`",
		"nothing":                          "",
		"white space":                      " \n",
		"only operators":                   "&& || !",
		"empty parentheses":                "Host() && ()",
	} {
		t.Run(name, func(t *testing.T) {
			out, _, err := rewriteMatch(expr, matchImage)
			require.NoError(t, err)
			assert.Equal(t, expr, out)
		})
	}
}

func TestRewriteMatchReports(t *testing.T) {
	tests := []struct {
		name, expr string
		want       matchHosts
	}{
		{"every host, as written", "Host(`WWW.example.com`, `*`) && HostSNI(\"a.example.com\")", matchHosts{hosts: []string{"WWW.example.com", "*", "a.example.com"}}},
		{"regular expressions", "HostRegexp(`^.+\\.example\\.com$`, `b`) || HostSNIRegexp(`c`)", matchHosts{patterns: []string{`^.+\.example\.com$`, "b", "c"}}},
		{"a pattern of version 2 in Host", "Host(`{sub:[a-z]+}.example.com`)", matchHosts{patterns: []string{"{sub:[a-z]+}.example.com"}}},
		{"a template in quotes, which is for image to say", "Host(`${DOMAIN}`)", matchHosts{hosts: []string{"${DOMAIN}"}}},
		{"a template without quotes", "Host({{ .Values.host }})", matchHosts{patterns: []string{"{{ .Values.host }}"}}},
		{"a template in place of a matcher, of which nobody knows", "${MATCH} && Path(`/`)", matchHosts{patterns: []string{"${MATCH}"}}},

		{"a route without a host serves every host", "PathPrefix(`/`)", matchHosts{everyHost: true}},
		{"and so does nothing", "", matchHosts{everyHost: true}},
		{"a negated host binds to no host", "!Host(`a`)", matchHosts{hosts: []string{"a"}, everyHost: true}},
		{"a negated path either", "!PathPrefix(`/`)", matchHosts{everyHost: true}},
		{"two negations are none", "!(!Host(`a`))", matchHosts{hosts: []string{"a"}}},
		{"a host beside a path binds", "PathPrefix(`/`) && Host(`a`)", matchHosts{hosts: []string{"a"}}},
		{"an alternative without a host doesn't", "Host(`a`) || PathPrefix(`/`)", matchHosts{hosts: []string{"a"}, everyHost: true}},
		{"alternatives that all have one do", "Host(`a`) || HostRegexp(`b`)", matchHosts{hosts: []string{"a"}, patterns: []string{"b"}}},
		{"and comes before or", "Host(`a`) && Path(`/a`) || Host(`b`) && Path(`/b`)", matchHosts{hosts: []string{"a", "b"}}},
		{"parentheses come before both", "(Host(`a`) || Path(`/a`)) && (Host(`b`) || Path(`/b`))", matchHosts{hosts: []string{"a", "b"}, everyHost: true}},
		{"a negated choice is a choice of none", "!(!Host(`a`) || Path(`/`))", matchHosts{hosts: []string{"a"}}},
		{"a negated conjunction is open", "!(!Host(`a`) && Path(`/`))", matchHosts{hosts: []string{"a"}, everyHost: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, found, err := rewriteMatch(tt.expr, matchImage)
			require.NoError(t, err)
			assert.Equal(t, tt.want, found)
		})
	}
}

func TestRewriteMatchRefuses(t *testing.T) {
	tests := []struct{ name, expr, want string }{
		{"a parenthesis that is never closed", "Host(`www.example.com`", "( is never closed, at character 5 of the match expression (\"(`www.example.com`\")"},
		{"a group that is never closed", "(Host(`www.example.com`)", "( is never closed, at character 1 "},
		{"another matcher's that is never closed", "Host(`www.example.com`) && Path(`/`", "( is never closed, at character 32 "},
		{"a parenthesis that is never opened", "Host(`www.example.com`)) && Path(`/`)", ") is never opened, at character 24 "},
		{"a backquote that is never closed", "Host(`www.example.com)", "` is never closed, at character 6 "},
		{"a double quote that is never closed", `Host("www.example.com\")`, `" is never closed, at character 6 `},
		{"a single quote that is never closed", "Host('www.example.com)", "' is never closed, at character 6 "},
		{"a template that is never closed", "${A} && {{ .B }", "{{ is never closed, at character 9 "},
		{"a host in single quotes, which Traefik doesn't know", "Host('www.example.com')", "a host needs backquotes or double quotes, at character 6 "},
		{"a host without quotes", "Host(`a`, www.example.com)", "a host needs backquotes or double quotes, at character 11 "},
		{"more nesting than anybody needs", strings.Repeat("(", 1<<20), "more than 100 levels of nesting, at character 102 "},
		{"more negations than anybody needs", strings.Repeat("!", 1<<20), "more than 100 levels of nesting, at character 102 "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := rewriteMatch(tt.expr, matchImage)
			require.ErrorContains(t, err, tt.want)
			assert.Less(t, len(err.Error()), 300)
			assert.Equal(t, tt.expr, out)
		})
	}
}

func TestRewriteMatchPassesErrorsOn(t *testing.T) {
	refuse := errors.New("no")
	out, _, err := rewriteMatch("Host(`www.example.com`, `a`)", func(host string) (string, error) {
		if host == "a" {
			return "", refuse
		}
		return matchImage(host)
	})
	assert.Equal(t, refuse, err)
	assert.Equal(t, "Host(`www.example.com`, `a`)", out)
}

func TestRewriteMatchIsLinear(t *testing.T) {
	for _, piece := range []string{"(", "!", "{{", "${", "Host(`a`)||", "`", "\"\\\"", "a ", "Host(((", "Path(`", "&&", "Host(`{`)"} {
		assertLinear(t, piece, 1<<15, func(n int) {
			_, _, _ = rewriteMatch(strings.Repeat(piece, n/len(piece)), matchImage)
		})
	}
}

func FuzzRewriteMatch(f *testing.F) {
	for _, seed := range []string{
		"Host(`www.example.com`)", `Host("a\x62", "c") && !Path("/")`, "(Host(`a`) || HostRegexp(`b`)) && Header(`x`, `Host(`)", "Host('a')", "Host(a)", "!!(!a)",
		"Host(`{a:b}`, {{ x }}, ${Y}, $(Z))", "{{", "${", "((", "))", "`", "\"\\", "&& || !", "a b c", "Host(`a`))", ",,Host ( `a` , ) ,", "Host(`a\r\n`)", "\xff(`\xfe`)",
		"HOSTSNI(`*`)|Host(`b`)&Host(`c`)", "Host((`a`))",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, expr string) {
		var asked []string
		out, found, err := rewriteMatch(expr, func(host string) (string, error) {
			asked = append(asked, host)
			return host, nil
		})
		if out != expr {
			t.Fatalf("%q became %q though every host stays", expr, out)
		}
		if err != nil {
			return
		}
		if strings.Join(asked, "\n") != strings.Join(found.hosts, "\n") {
			t.Fatalf("%q: asked for %q, found %q", expr, asked, found.hosts)
		}
		out, _, err = rewriteMatch(expr, func(string) (string, error) { return "p", nil })
		if err != nil {
			t.Fatalf("%q: %v only when a host changes", expr, err)
		}
		again, after, err := rewriteMatch(out, func(host string) (string, error) { return host, nil })
		if err != nil || again != out || strings.Trim(strings.Join(after.hosts, ""), "p") != "" || len(after.hosts) != len(found.hosts) {
			t.Fatalf("%q became %q, which has %q (%v)", expr, out, after.hosts, err)
		}
		if after.everyHost != found.everyHost || strings.Join(after.patterns, "\n") != strings.Join(found.patterns, "\n") {
			t.Fatalf("%q became %q, which means something else", expr, out)
		}
	})
}
