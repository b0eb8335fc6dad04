package previewhost

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

func TestRewriteTextLeaves(t *testing.T) {
	tests := []struct{ name, text string }{
		{"a longer name behind", "www~.au"},
		{"a file named after the host", "www~.crt www~.conf"},
		{"a longer name before", "xwww~ my-www~ a.www~"},
		{"a name with a hyphen behind", "www~-old"},
		{"a name with underscores around", "_www~ www~_"},
		{"the rest of a name that a variable begins", "${PREFIX}www~ $(PREFIX)www~ {{ .prefix }}www~ $www~"},
		{"an e-mail address", "ops@www~"},
		{"an e-mail address in a mailto", "mailto:ops@www~?subject=x"},
		{"an e-mail address in angle brackets", "Ops <ops@www~>"},
		{"an e-mail domain", "allowed: @www~"},
		{"an e-mail address after a URL", "https://a.example.org,ops@www~"},
		{"an e-mail address in a URL's query", "https://a.example.org/?mail=ops@www~"},
		{"a path with an @ before", "https://a.example.org/@www~"},
		{"a host that is a user's name", "https://www~@a.example.org"},
		{"a git URL", "git@www~:org/x"},
		{"a repository", "https://www~/org/repo.git"},
		{"a repository with a branch", "https://www~/org/repo.git@main"},
		{"a repository with a folder", "https://www~/org/repo.git//deploy?ref=main"},
		{"a repository without a scheme", "www~/org/repo.git"},
		{"a repository as scp writes it", "www~:org/repo.git"},
		{"a repository with a token", "https://token@www~/org/repo.git"},
		{"a repository at the end of a sentence", "Clone https://www~/org/repo.git."},
		{"a repository over ssh", "ssh://git@www~/org/repo ssh://git@www~:22/org/repo"},
		{"a repository over git", "git://www~/org/repo git+https://www~/org/repo"},
		{"a module's source", "git::https://www~/org/repo?ref=v1"},
		{"an OCI reference", "oci://www~/charts/app"},
		{"an image as the kubelet writes it", "docker-pullable://www~/org/app@sha256:0123"},
		{"an image as skopeo writes it", "docker://www~/org/app"},
		{"a bucket", "s3://www~/a gs://www~/a"},
		{"a trust domain", "spiffe://www~/ns/shop/sa/api"},
		{"an image with a tag", "www~/org/app:1.2"},
		{"an image with a tag that is a variable", "www~/org/$(APP):$(TAG)"},
		{"an image with a digest", "www~/org/app@sha256:0123"},
		{"an image of a registry with a port", "www~:5000/app:tag"},
		{"an image under its name", "image: www~/org/app"},
		{"an image in a flag", "--image=www~/org/app --sidecar-image www~/org/app"},
		{"an image in a variable", "PROXY_IMAGE=www~/org/app"},
		{"an image in JSON", `{"image":"www~/org/app"}`},
		{"an image in JSON in JSON", `{\"image\": \"www~/org/app\"}`},
		{"a registry", "registry: www~"},
		{"a chart's image, whose tag stands elsewhere", "repository: www~/org/app"},
		{"a repository under its name", "repoURL: https://www~/org/repo"},
		{"a label", "www~/role=web"},
		{"a label in YAML", "www~/role: web"},
		{"a label in YAML in quotes", `"www~/role": web`},
		{"a label in JSON", `{"www~/role":"web"}`},
		{"a label in JSON in JSON", `{\"www~/role\" : \"web\"}`},
		{"a label in a selector", "www~/role in (web),www~/tier notin (a), www~/x = y, www~/z != a, www~/b==c"},
		{"a label that a selector excludes", "www~/role!=web"},
		{"a taint", "--taints=www~/dedicated=gpu:NoSchedule"},
		{"a taint in a list", "--taints=a/b=c:NoSchedule,www~/dedicated=gpu:NoSchedule"},
		{"a key under its name", "topologyKey: www~/zone"},
		{"an API group", "apiVersion: www~/v1"},
		{"an API group alone", `apiGroups: ["www~"]`},
		{"a mail domain", "--email-domain=www~"},
		{"a folder in a path", "/etc/ssl/www~/tls.crt"},
		{"a folder in a relative path", "certs/www~ ./www~/tls.crt"},
		{"a folder in a path on Windows", `C:\certs\www~\tls.crt`},
		{"a file URL", "file:///www~/x"},
		{"a folder after two slashes in a path", "/data//www~/x"},
		{"a path component of another URL", "https://proxy.example.org/www~/a"},
		{"a host that becomes itself", "same.example.com"},
		{"a name of a single label", "localhost"},
		{"the preview host", "pr~"},
		{"a host that nobody knows", "www.example.org"},
		{"the parent alone", "example.com"},
		{"a sibling", "other.example.com"},
		{"the rest of a format", "%s.shop.test"},
		{"the last label of a host", "a .com address, a .test"},
		{"a module at a version", "www~/org/lib@v1"},
		{"dots without end", strings.Repeat(".", 1000)},
		{"a name that is too long", strings.Repeat("a.", 500)},
		{"nothing", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := short.Replace(tt.text)
			out, changes, warn := known.rewriteText(text)
			assert.Equal(t, text, out)
			assert.Empty(t, changes)
			assert.Empty(t, warn)
		})
	}
}

func TestRewriteTextWarns(t *testing.T) {
	tests := []struct {
		name, text, place, host string
		kind                    mentionKind
	}{
		{"a regular expression", `^www\.example\.com$`, `www\.example\.com`, "www.example.com", escaped},
		{"a regular expression in a quoted string", `"^https://www\\.example\\.com$"`, `www\\.example\\.com`, "www.example.com", escaped},
		{"a regular expression that goes on", `www\.example\.com\..*`, `www\.example\.com`, "www.example.com", escaped},
		{"a regular expression with classes", `www[.]example[.]com`, `www[.]example[.]com`, "www.example.com", escaped},
		{"a regular expression that escapes half the dots", `WWW.example\.com/x`, `WWW.example\.com`, "www.example.com", escaped},
		{"a regular expression with a word boundary", `\bwww.example.com\b`, "www.example.com", "www.example.com", escaped},
		{"an ampersand as JSON escapes it", `a\u0026www.example.com`, "www.example.com", "www.example.com", escaped},
		{"a URL-encoded URL", "?to=https%3A%2F%2Fwww.example.com%2Fa", "www.example.com", "www.example.com", encoded},
		{"a URL-encoded path", "%2fwww.example.com", "www.example.com", "www.example.com", encoded},
		{"a URL-encoded slash behind", "?to=www.example.com%2Fa", "www.example.com", "www.example.com", encoded},
		{"a URL-encoded @", "ops%40www.example.com", "www.example.com", "www.example.com", encoded},
		{"a cookie's domain", "Domain=.example.com; Secure", ".example.com", "example.com", parent},
		{"a cookie's domain in upper case", ".Example.COM", ".Example.COM", "example.com", parent},
		{"a cookie's domain that is a host", ".www.example.com", ".www.example.com", "www.example.com", parent},
		{"a domain in between", ".apps.example.com", ".apps.example.com", "apps.example.com", parent},
		{"a wildcard that is no host", "https://*.example.com", ".example.com", "example.com", parent},
		{"a wildcard after a star", "**.apps.example.com", ".apps.example.com", "apps.example.com", parent},
		{"a wildcard with more before it", "a*.apps.example.com", ".apps.example.com", "apps.example.com", parent},
		{"a name that a variable begins", "${APP}.example.com", ".example.com", "example.com", parent},
		{"a domain in a regular expression", `[a-z]+\.example\.com`, `\.example\.com`, "example.com", parent},
		{"alternatives in a regular expression", `(www|api)\.example\.com`, `\.example\.com`, "example.com", parent},
		{"a domain after a line break that JSON escaped", `a\n.example.com`, ".example.com", "example.com", parent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, changes, warn := known.rewriteText(tt.text)
			assert.Equal(t, tt.text, out)
			assert.Empty(t, changes)
			require.Len(t, warn, 1)
			assert.Equal(t, tt.place, tt.text[warn[0].start:warn[0].end])
			assert.Equal(t, tt.host, warn[0].host)
			assert.Equal(t, tt.kind, warn[0].kind)
			assert.True(t, known.mentions([]byte(tt.text)))
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

func TestRewriteValueListensToItsName(t *testing.T) {
	tests := []struct{ name, field, text, want string }{
		{"a chart's image", "repository", "www~/org/app", "www~/org/app"},
		{"a chart's registry", "imageRegistry", "www~", "www~"},
		{"a variable with an image", "SIDECAR_IMAGE", "www~/org/app", "www~/org/app"},
		{"a picture", "LOGO_IMAGE", "https://www~/a.png", "https://pr~/a.png"},
		{"an application's repository", "repoURL", "https://www~/org/repo", "https://www~/org/repo"},
		{"a toleration's key", "key", "www~/dedicated", "www~/dedicated"},
		{"an API group", "apiVersion", "www~/v1", "www~/v1"},
		{"an ordinary field", "baseUrl", "www~/path", "pr~/path"},
		{"the name counts for the start only", "image", "www~/a and www~/b", "www~/a and pr~/b"},
		{"a name in the text is nearer", "args", "--image=www~/a", "--image=www~/a"},
		{"a field without a name", "", "www~/a", "pr~/a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, _ := known.rewriteValue(tt.field, short.Replace(tt.text))
			assert.Equal(t, short.Replace(tt.want), out)
		})
	}
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

func TestMentionsSeesThroughEscapes(t *testing.T) {
	for _, text := range []string{"a\nwww~", "\twww~", "\x00www~", "\u2028www~", "\U000e0001www~", "\\www~.\n.example.com", "^www\\.example\\.com$"} {
		text = short.Replace(text)
		quoted, err := json.Marshal(text)
		require.NoError(t, err)
		assert.True(t, known.mentions(quoted), string(quoted))
		assert.True(t, known.mentions([]byte(strconv.Quote(text))), strconv.Quote(text))
	}
	assert.False(t, known.mentions([]byte("host: pr-12.example.com\nimage: registry.k8s.io/app:v1.2\n")))
	assert.False(t, newHostSet(nil).mentions([]byte("host: www.example.com")))
}

func TestNothingKnownCostsNothing(t *testing.T) {
	text := strings.Repeat("host: pr-12.example.com # v1.2.3, see https://docs.example.org/a.html\n", 100)
	source := []byte(text)
	assert.Zero(t, testing.AllocsPerRun(10, func() { known.rewriteText(text) }))
	assert.Zero(t, testing.AllocsPerRun(10, func() { known.mentions(source) }))
	source = append(source, "www.example.com"...)
	assert.Zero(t, testing.AllocsPerRun(10, func() { known.mentions(source) }))
}

func TestHostileTextIsLinear(t *testing.T) {
	for _, piece := range []string{
		"a.", ".", `\`, `\.`, "[.]", "@www.example.com", "x://www.example.com@", "www.example.com/", "=www.example.com=", "://www.example.com/a",
		"%2F.", `\n`, "*.", "www.example.com ", "((www.example.com", "image: ", "*.apps.example.com", "www.example.com/x\\", "www.example.com/x ",
		":www.example.com", "@www.example.com,", "/www.example.com?", `"www.example.com/a" `, "a=", "www.example.com/a:=", " www.example.com/(",
	} {
		text := "x://" + strings.Repeat(piece, (1<<19)/len(piece))
		start := time.Now()
		known.rewriteText(text)
		known.rewriteRegexp(text)
		assert.Less(t, time.Since(start), 2*time.Second, piece)
		t.Log(time.Since(start), piece)
	}
}

func FuzzRewriteText(f *testing.F) {
	for _, seed := range []string{
		"www.example.com", "https://u:p@WWW.example.com.:80/a?b#c", `^www\.example\.com\.$`, "a\\nwww.example.com", "%2Fwww.example.com", "\xffwww.example.com\xfe",
		".example.com", "*.apps.example.com", "**.apps.example.com", "www[.]example[.]com", "[.]", `\.`, `\\`, "www.example.com\\.", "[.].apps.example.com",
		"image: www.example.com/a", "www.example.com/a:b", "ops@www.example.com", "git@www.example.com:a/b.git", `"www.example.com/a": b`, "%%2.", "\\u.a.b",
		"shop.test.shop.test", "shop.test/shop.test", "shop.test,shop.test=shop.test", "shop.test.\\.", "%ab\\.", "(shop.test)", "shop.test%2F",
	} {
		f.Add(seed)
	}
	f.Fuzz(checkRewrite)
}

// fragments are what texts with hosts are made of; a fuzzer finds no host by itself.
var fragments = []string{
	"www.example.com", "WWW.EXAMPLE.COM", "api.example.com", "*.apps.example.com", ".example.com", "shop.test", `www\.example\.com`, "www[.]example[.]com",
	"a", "n", "u0026", "git", "image", "://", "/", "@", ":", "=", ".", "-", "_", "*", `\`, "%2F", "%", " ", "\n", "\"", "'", ",", "(", ")", "[", "]", "{", "}", "$", "?", "#",
	"<", "&", "in (", "80", "\xff", "\u2028", "pr-12.example.com", ".git", "s", "\x00",
}

// FuzzRewriteFragments puts texts together from fragments, one for each byte.
func FuzzRewriteFragments(f *testing.F) {
	for i := range len(fragments) {
		f.Add([]byte{byte(i), 0, byte(i), 5, byte(i)})
	}
	f.Fuzz(func(t *testing.T, recipe []byte) {
		var text strings.Builder
		for _, i := range recipe {
			text.WriteString(fragments[int(i)%len(fragments)])
		}
		checkRewrite(t, text.String())
	})
}

// checkRewrite holds whatever the text is.
func checkRewrite(t *testing.T, text string) {
	out, changes, warn := known.rewriteText(text)
	found := len(changes)+len(warn) > 0
	if !found && out != text {
		t.Fatalf("%q became %q without a change", text, out)
	}
	if !strings.Contains(lower(text), "example") && !strings.Contains(lower(text), "shop") && found {
		t.Fatalf("%q has no known host", text)
	}
	checkChanges(t, text, out, changes)
	if again, changes, _ := known.rewriteText(out); again != out {
		t.Fatalf("%q became %q and then %q by %v", text, out, again, changes)
	}
	for _, m := range warn {
		if m.kind == served || !strings.HasSuffix(lower(strings.NewReplacer(`\`, "", "[", "", "]", "").Replace(text[m.start:m.end])), m.host) {
			t.Fatalf("%q: wrong warning %+v", text, m)
		}
	}
	if found && !known.mentions([]byte(text)) {
		t.Fatalf("mentions misses %q", text)
	}
	if found && !known.mentions([]byte(strconv.Quote(text))) {
		t.Fatalf("mentions misses %s", strconv.Quote(text))
	}
	known.rewriteValue("image", text)
	if out, changes, _ := known.rewriteRegexp(text); len(changes) == 0 && out != text {
		t.Fatalf("%q became %q without a change", text, out)
	}
}

// checkChanges undoes the changes one by one: between them, text and out must be the same.
func checkChanges(t *testing.T, text, out string, changes []change) {
	original := text
	for _, c := range changes {
		i := 0
		for !strings.HasPrefix(out[i:], c.to) || lower(text[i:min(i+len(c.from), len(text))]) != c.from {
			if i >= len(text) || i >= len(out) || text[i] != out[i] {
				t.Fatalf("%q: no place for %v in %q", original, c, out)
			}
			i++
		}
		text, out = text[i+len(c.from):], out[i+len(c.to):]
	}
	if text != out {
		t.Fatalf("%q: the rest became %q", original, out)
	}
}

// typicalYAML is a Deployment as most are: some dots, none of the hosts.
const typicalYAML = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop-web
  namespace: shop
  labels:
    app.kubernetes.io/name: shop-web
    app.kubernetes.io/part-of: shop
  annotations:
    preview-host: pr-12.example.com
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: shop-web
  template:
    metadata:
      labels:
        app.kubernetes.io/name: shop-web
    spec:
      serviceAccountName: shop-web
      containers:
      - name: web
        image: ghcr.io/example/shop-web:1.24.3
        args: ["--listen=0.0.0.0:8080", "--config=/etc/shop/config.yaml"]
        env:
        - name: LOG_LEVEL
          value: info
        - name: DATABASE_URL
          valueFrom:
            secretKeyRef: {name: shop-database, key: url}
        resources:
          requests: {cpu: 100m, memory: 128Mi}
          limits: {memory: 256Mi}
        readinessProbe:
          httpGet: {path: /healthz, port: 8080}
---
`

func BenchmarkMentions(b *testing.B) {
	source := bytes.Repeat([]byte(typicalYAML), 100)
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		if known.mentions(source) {
			b.Fatal("there is no host in it")
		}
	}
}

func BenchmarkRewriteText(b *testing.B) {
	text := strings.Repeat(typicalYAML, 100)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		known.rewriteText(text)
	}
}
