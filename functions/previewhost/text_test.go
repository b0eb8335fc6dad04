package previewhost

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// www.example.com becomes pr-12.example.com, and so on. The parents example.com and apps.example.com are no hosts.
var known = newHostSet(map[string]string{
	"www.example.com":    "pr-12.example.com",
	"API.example.com":    "api-pr-12.example.com",
	"*.apps.example.com": "*.pr-12.example.com",
	"shop.test":          "pr-12.shop.test",
	"same.example.com":   "same.example.com",
	"localhost":          "pr-12.example.com",
})

// In these tables www~ stands for www.example.com, and pr~ for what it becomes.
var short = strings.NewReplacer("www~", "www.example.com", "pr~", "pr-12.example.com")

func TestRewriteTextReplaces(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"the host alone", "www~", "pr~"},
		{"in upper case", "WWW.EXAMPLE.COM", "pr~"},
		{"with a port", "www~:8080", "pr~:8080"},
		{"with a path", "www~/path", "pr~/path"},
		{"with a slash only", "www~/", "pr~/"},
		{"with a port and a path", "www~:8080/healthz", "pr~:8080/healthz"},
		{"with a query", "www~?a=b", "pr~?a=b"},
		{"with a fragment", "www~#top", "pr~#top"},
		{"with a path and a query that has a colon, which no image has", "www~/login?next=/a:b", "pr~/login?next=/a:b"},
		{"with an image's shape and a query, which no image has", "www~/a:b?c", "pr~/a:b?c"},
		{"in a URL", "https://www~", "https://pr~"},
		{"in a URL with everything", "https://www~:443/a/b.html?c=d:e@f#g", "https://pr~:443/a/b.html?c=d:e@f#g"},
		{"in a URL that has a tag's shape", "https://www~/a:1.2", "https://pr~/a:1.2"},
		{"in a URL with an @ in its path, as packages have", "https://www~/lib@1.2/x.js", "https://pr~/lib@1.2/x.js"},
		{"in a URL of another scheme", "wss://www~/socket", "wss://pr~/socket"},
		{"in a URL whose scheme is a variable", "$scheme://www~$request_uri", "$scheme://pr~$request_uri"},
		{"in a URL without a scheme", "//www~/x", "//pr~/x"},
		{"in a URL that JSON escaped", `https:\/\/www~\/x`, `https:\/\/pr~\/x`},
		{"after a variable that has the scheme", "${location.protocol}//www~/x", "${location.protocol}//pr~/x"},
		{"after a user name and a password", "postgres://user:pw@www~/db", "postgres://user:pw@pr~/db"},
		{"after a user name alone", "https://u@www~", "https://u@pr~"},
		{"after a password that Kubernetes fills in", "amqp://user:$(PASSWORD)@www~:5672/", "amqp://user:$(PASSWORD)@pr~:5672/"},
		{"in a data source name, in parentheses", "user:pw@tcp(www~:3306)/db", "user:pw@tcp(pr~:3306)/db"},
		{"before a variable", "https://www~${BASE_PATH}", "https://pr~${BASE_PATH}"},
		{"before a template", "https://www~{{ .Values.path }}", "https://pr~{{ .Values.path }}"},
		{"before the %s of a format", "https://www~%s", "https://pr~%s"},
		{"at the end of a sentence", "See www~. Or call", "See pr~. Or call"},
		{"fully qualified", "www~.", "pr~."},
		{"before three dots", "Asking www~...", "Asking pr~..."},
		{"in quotes", `"www~" 'www~' ` + "`www~`", `"pr~" 'pr~' ` + "`pr~`"},
		{"in a comma list", "www~,api.example.com, www~", "pr~,api-pr-12.example.com, pr~"},
		{"in a list of URLs", "https://www~,https://api.example.com", "https://pr~,https://api-pr-12.example.com"},
		{"in a mapping, before and after", "www~=www~", "pr~=pr~"},
		{"as a key in text", "www~: on", "pr~: on"},
		{"as a shell's default", "${HOST:-www~} ${URL:-https://www~/}", "${HOST:-pr~} ${URL:-https://pr~/}"},
		{"as an argument", "--host=www~", "--host=pr~"},
		{"as an argument of its own", "--host www~", "--host pr~"},
		{"as a header", "Host: www~\r\n", "Host: pr~\r\n"},
		{"in brackets", "[www~] <www~> (www~) {www~}", "[pr~] <pr~> (pr~) {pr~}"},
		{"in a Markdown link", "[www~](https://www~/a)", "[pr~](https://pr~/a)"},
		{"in bold", "**www~**", "**pr~**"},
		{"in nginx", "server_name www~;", "server_name pr~;"},
		{"in a certificate's alternative names", "DNS:www~,DNS:api.example.com", "DNS:pr~,DNS:api-pr-12.example.com"},
		{"as curl's --resolve", "www~:443:10.0.0.1", "pr~:443:10.0.0.1"},
		{"with a port that is a variable", "www~:${PORT}", "pr~:${PORT}"},
		{"beside letters beyond ASCII, as in Chinese", "访问www~即可", "访问pr~即可"},
		{"beside bytes that are no UTF-8", "\xffwww~\xfe", "\xffpr~\xfe"},
		{"after a line break that JSON escaped", `{"a":"x\nwww~\twww~"}`, `{"a":"x\npr~\tpr~"}`},
		{"before a line break that JSON escaped, and what follows it", `{"a":"www~/a\nkey: value"}`, `{"a":"pr~/a\nkey: value"}`},
		{"after a word that is no flag", "See the image www~/a", "See the image pr~/a"},
		{"in JSON in JSON", `{\"url\":\"https://www~/a\"}`, `{\"url\":\"https://pr~/a\"}`},
		{"as a parameter of another URL", "https://sso.example.org/?to=https://www~/a&x=1", "https://sso.example.org/?to=https://pr~/a&x=1"},
		{"as a parameter without a scheme, where the next one has an =", "?to=www~/a&x=1", "?to=pr~/a&x=1"},
		{"a wildcard that is known", "*.apps.example.com", "*.pr-12.example.com"},
		{"a wildcard in a URL", "https://*.apps.example.com:443", "https://*.pr-12.example.com:443"},
		{"a host of two labels", "shop.test", "pr-12.shop.test"},
		{"a picture under a name for images, since it has a scheme", "image: https://www~/a.png", "image: https://pr~/a.png"},
		{"a host as a label's text", "label: www~", "label: pr~"},
		{"in parentheses before a colon", "(see www~/path): yes", "(see pr~/path): yes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, changes, warn := known.rewriteText(short.Replace(tt.text))
			assert.Equal(t, short.Replace(tt.want), out)
			assert.Empty(t, warn)
			assert.NotEmpty(t, changes)
			again, _, _ := known.rewriteText(out)
			assert.Equal(t, out, again, "a second time")
			assert.True(t, known.mentions([]byte(short.Replace(tt.text))))
		})
	}
}

func TestRewriteTextReportsInOrder(t *testing.T) {
	out, changes, warn := known.rewriteText("WWW.example.com .example.com api.example.com ops@www.example.com www.example.com%2F")
	assert.Equal(t, "pr-12.example.com .example.com api-pr-12.example.com ops@www.example.com www.example.com%2F", out)
	assert.Equal(t, []change{{"www.example.com", "pr-12.example.com"}, {"api.example.com", "api-pr-12.example.com"}}, changes)
	assert.Equal(t, []mention{
		{start: 16, end: 28, host: "example.com", kind: parent},
		{start: 65, end: 80, host: "www.example.com", kind: encoded, image: "pr-12.example.com"},
	}, warn)
}

func TestRewriteRegexp(t *testing.T) {
	tests := []struct{ name, pattern, want string }{
		{"escaped dots stay escaped", `^https://www\.example\.com/(.*)`, `^https://pr-12\.example\.com/(.*)`},
		{"plain dots stay plain", `^https://www.example.com/(.*)`, `^https://pr-12.example.com/(.*)`},
		{"classes become escapes", `^https://www[.]example[.]com/`, `^https://pr-12\.example\.com/`},
		{"escaped slashes", `^https?:\/\/www\.example\.com\/(.*)`, `^https?:\/\/pr-12\.example\.com\/(.*)`},
		{"an optional scheme", `^(https?://)?www\.example\.com`, `^(https?://)?pr-12\.example\.com`},
		{"a scheme in parentheses", `^(https?:)//www\.example\.com`, `^(https?:)//pr-12\.example\.com`},
		{"a group right before", `(^|//)www\.example\.com$`, `(^|//)pr-12\.example\.com$`},
		{"alternatives", `^(www\.example\.com|api\.example\.com)$`, `^(pr-12\.example\.com|api-pr-12\.example\.com)$`},
		{"a longer name", `^www\.example\.com\.au$`, `^www\.example\.com\.au$`},
		{"an e-mail address", `ops@www\.example\.com`, `ops@www\.example\.com`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, warn := known.rewriteRegexp(tt.pattern)
			assert.Equal(t, tt.want, out)
			assert.Empty(t, warn)
		})
	}
	for _, pattern := range []string{`^(.*)\.example\.com$`, `^[a-z]*\.apps\.example\.com$`, `^[a-z]*.apps.example.com$`} {
		out, _, warn := known.rewriteRegexp(pattern)
		assert.Equal(t, pattern, out, "a wildcard means something else here")
		assert.Len(t, warn, 1, pattern)
	}
}
