package previewhost

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const preview = "pr-12.example.com"

// Two applications behind one preview host: the usual way to write rules.
var shopRules = rules{
	{From: "www.example.com", To: "{host}"},
	{From: "*.example.com", To: "{label}-{host}"},
}

func TestImage(t *testing.T) {
	tests := []struct {
		name  string
		rules rules
		host  string
		want  string
		ok    bool
	}{
		{"the default takes every host", rules{{From: "*", To: "{host}"}}, "www.example.com", preview, true},
		{"the first rule that matches wins", shopRules, "www.example.com", preview, true},
		{"the label is the original host's first", shopRules, "api.example.com", "api-" + preview, true},
		{"also of a deeper host", shopRules, "v2.api.example.com", "v2-" + preview, true},
		{"hosts compare without regard to case", shopRules, "WWW.Example.com", preview, true},
		{"and so do globs", rules{{From: "*.EXAMPLE.com", To: "{label}.{host}"}}, "API.example.com", "api." + preview, true},
		{"a dot at the end changes nothing", shopRules, "api.example.com.", "api-" + preview, true},
		{"a wildcard's label is its star", rules{{From: "*", To: "{label}.{host}"}}, "*.example.com", "*." + preview, true},
		{"a label may stand twice", rules{{From: "*", To: "{label}.{label}.{host}"}}, "a.example.com", "a.a." + preview, true},
		{"a label that looks like a placeholder is a label", rules{{From: "*", To: "{label}.{host}"}}, "{host}.example.com", "{host}." + preview, true},
		{"a host that no rule matches has no image", shopRules, "www.example.org", "", false},
		{"without rules there is none", nil, "www.example.com", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := tt.rules.image(tt.host, preview)
			assert.Equal(t, tt.ok, ok)
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestDone(t *testing.T) {
	twice := rules{{From: "*", To: "{label}.{label}.{host}"}}
	tests := []struct {
		name  string
		rules rules
		host  string
		want  bool
	}{
		{"the preview host itself", shopRules, preview, true},
		{"in any case", shopRules, "PR-12.example.com.", true},
		{"any label in place of {label}", shopRules, "whatever-" + preview, true},
		{"a label with a hyphen", shopRules, "my-api-" + preview, true},
		{"a wildcard in place of {label}", rules{{From: "*", To: "{label}.{host}"}}, "*." + preview, true},
		{"a label is not nothing", shopRules, "-" + preview, false},
		{"nor two labels", shopRules, "a.b-" + preview, false},
		{"nor something with an underscore", shopRules, "a_b-" + preview, false},
		{"a host that is production's", shopRules, "www.example.com", false},
		{"the preview of another pull request", shopRules, "pr-13.example.com", false},
		{"a label that stands twice is the same twice", twice, "a.a." + preview, true},
		{"two different labels are none", twice, "a.b." + preview, false},
		{"a host shorter than the rest of the `to`", shopRules, "com", false},
		{"without rules nothing is done", nil, preview, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, tt.rules.done(tt.host, preview))
		})
	}
}

func TestRuleCheck(t *testing.T) {
	for _, r := range append(rules{
		{From: "*", To: "{host}"},
		{From: "WWW.Example.com", To: "fixed.example.com"},
		{From: "www.*.example.com", To: "{label}.{host}"},
		{From: "*.example.com", To: "*.{host}"},
	}, shopRules...) {
		require.NoError(t, r.check(), r)
	}

	tests := []struct {
		name string
		rule Rule
		want string
	}{
		{"a rule for nothing", Rule{"", "{host}"}, `from: empty: give the production host, or "*" for every host`},
		{"a scheme in from, where it would silently match nothing", Rule{"https://www.example.com", "{host}"}, `from: "https://www.example.com" has a scheme`},
		{"a port in from", Rule{"www.example.com:80", "{host}"}, "has a port or a path"},
		{"a path in from", Rule{"www.example.com/a", "{host}"}, "has a port or a path"},
		{"a space in from", Rule{"www.example.com ", "{host}"}, "has white space"},
		{"a placeholder in from", Rule{"{label}.example.com", "{host}"}, "which only `to` can have"},
		{"a template in from", Rule{"${DOMAIN}", "{host}"}, "is a template"},
		{"a rule that makes nothing", Rule{"www.example.com", ""}, `to: empty: give the host that "www.example.com" becomes`},
		{"a misspelt placeholder", Rule{"*", "{lable}.{host}"}, `unknown placeholder "{lable}": did you mean {label}?`},
		{"a placeholder in upper case", Rule{"*", "{HOST}"}, `unknown placeholder "{HOST}": did you mean {host}?`},
		{"a placeholder that doesn't exist", Rule{"*", "{name}.{host}"}, "there are {host}, the preview host, and {label}"},
		{"a placeholder without a name", Rule{"*", "{}.{host}"}, `unknown placeholder "{}": there are`},
		{"a placeholder as Go templates write it", Rule{"*", "{{host}}"}, `unknown placeholder "{{host}": did you mean {host}?`},
		{"a brace that is never closed", Rule{"*", "{host"}, "has a { without its }"},
		{"a brace that is never opened", Rule{"*", "host}"}, "has a } without its {"},
		{"a `to` that is no DNS name", Rule{"*", "https://{host}"}, `to: "https://{host}" gives no DNS name: preview host "https://pr-12.example.com" has a scheme`},
		{"a `to` in upper case", Rule{"*", "PR.{host}"}, "has upper case"},
		{"a `to` with a wildcard in the middle", Rule{"*", "{label}.*.{host}"}, "has a wildcard after the first label"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.ErrorContains(t, tt.rule.check(), tt.want)
			assert.Less(t, len(tt.rule.check().Error()), 400)
		})
	}
	assert.Less(t, len(Rule{"*", strings.Repeat("{x", 1<<20)}.check().Error()), 1000, "messages stay short")
}
