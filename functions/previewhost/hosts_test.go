package previewhost

import (
	"net/netip"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var label63 = strings.Repeat("a", 63)

// host253 has as many characters as a host can have.
var host253 = strings.Join([]string{label63, label63, label63, strings.Repeat("a", 61)}, ".")

func TestCheckPreviewHostAccepts(t *testing.T) {
	for name, host := range map[string]string{
		"an ordinary name":                      "pr-12.example.com",
		"a single label, for local clusters":    "preview",
		"a wildcard as the whole first label":   "*.pr-12.example.com",
		"a label that starts with a digit":      "12.example.com",
		"an internationalized name in punycode": "xn--bcher-kva.example.com",
		"a label of 63 characters":              label63 + ".example.com",
		"a name of 253 characters":              host253,
	} {
		t.Run(name, func(t *testing.T) {
			assert.NoError(t, checkPreviewHost(host))
		})
	}
}

func TestCheckPreviewHostRefuses(t *testing.T) {
	tests := []struct{ name, host, want string }{
		{"nothing at all", "", `preview host "" is empty: give a DNS name like pr-12.example.com`},
		{"a template that a pipeline forgot to fill in", "${HOST}", `is a template`},
		{"a scheme, which is copied along from a browser", "https://pr-12.example.com", `has a scheme: give the host alone, without "https://"`},
		{"a path", "pr-12.example.com/shop", "has a path"},
		{"a query", "pr-12.example.com?a=b", "has a path"},
		{"a port", "pr-12.example.com:8080", "has a port"},
		{"a space at the end, which no eye sees", "pr-12.example.com ", "has white space"},
		{"a line break from a shell's output", "pr-12.example.com\n", "has white space"},
		{"an IPv4 address", "10.0.0.1", "is an IP address"},
		{"an IPv4 address with a port", "10.0.0.1:80", "is an IP address"},
		{"an IPv6 address", "2001:db8::1", "is an IP address"},
		{"an IPv6 address as URLs write it", "[2001:db8::1]", "is an IP address"},
		{"a name that browsers take for an address", "pr.12", "ends with a number"},
		{"Unicode", "bücher.example.com", "punycode form (xn--…)"},
		{"bytes that are no UTF-8", "pr\xff.example.com", "punycode"},
		{"upper case, since a result is compared byte by byte", "PR-12.Example.com", `in lower case, "pr-12.example.com"`},
		{"an underscore", "pr_12.example.com", "use a hyphen"},
		{"254 characters", host253 + "a", "has 254 characters, a DNS name has 253 at most"},
		{"a label of 64 characters", label63 + "a.example.com", "has a label of 64 characters, 63 are the most"},
		{"a bare wildcard", "*", "is a bare wildcard"},
		{"a wildcard in the middle", "pr.*.example.com", "has a wildcard after the first label"},
		{"a wildcard as part of the first label", "pr-*.example.com", `has a wildcard as part of the label "pr-*"`},
		{"a dot at the end", "pr-12.example.com.", "ends with a dot"},
		{"a dot at the start", ".example.com", "has an empty label"},
		{"two dots in a row", "pr-12..example.com", "has an empty label"},
		{"nothing but a dot", ".", "ends with a dot"},
		{"a hyphen at the start of a label", "-pr.example.com", `starts or ends with a hyphen, "-pr"`},
		{"a hyphen at the end of a label, as an empty variable leaves it", "pr-.example.com", `starts or ends with a hyphen, "pr-"`},
		{"any other character", "pr+12.example.com", `has the character '+'`},
		{"a control character", "pr\x00.example.com", `has the character '\x00'`},
	}
	seen := map[string]string{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := checkPreviewHost(tt.host)
			require.ErrorContains(t, err, tt.want)
			assert.NotContains(t, seen, err.Error())
			seen[err.Error()] = tt.name
		})
	}
}

func TestCheckPreviewHostKeepsMessagesShort(t *testing.T) {
	for _, host := range []string{strings.Repeat("a", 1<<20), strings.Repeat("A", 1<<20), strings.Repeat("\xff", 1<<20)} {
		assert.Less(t, len(checkPreviewHost(host).Error()), 1000)
	}
}

func TestIsLeftAlone(t *testing.T) {
	tests := []struct {
		name, host string
		want       bool
	}{
		{"the catch-all", "*", true},
		{"a Service in the same namespace", "reviews", true},
		{"localhost", "localhost", true},
		{"a single label that is fully qualified", "reviews.", true},
		{"a Service in another namespace", "reviews.shop.svc", true},
		{"a Service by its full name", "reviews.shop.svc.cluster.local", true},
		{"a Service by its full name, in upper case", "Reviews.Shop.SVC.Cluster.Local.", true},
		{"every Service of the cluster", "*.svc.cluster.local", true},
		{"a name of the local network", "printer.local", true},
		{"an IPv4 address", "10.0.0.1", true},
		{"an IPv6 address", "2001:db8::1", true},
		{"an IPv6 address with an IPv4 tail", "::ffff:10.0.0.1", true},
		{"a public host", "www.example.com", false},
		{"a public wildcard", "*.example.com", false},
		{"a public host that has svc in it", "svc.example.com", false},
		{"a public host that only ends in the letters", "www.mysvc.glocal", false},
		{"nothing, which is the caller's", "", false},
		{"a template, which is warned about", "${HOST}", false},
		{"a template with a cluster's domain", "{{ .Name }}.svc", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, isLeftAlone(tt.host), tt.host)
		})
	}
}

func TestIsTemplated(t *testing.T) {
	for _, host := range []string{"${DOMAIN}", "www.${DOMAIN}", "$(HOST)", "{{ .Values.host }}", "a.{{.x}}.b", "%%HOST%%"} {
		assert.True(t, isTemplated(host), host)
	}
	for _, host := range []string{"", "www.example.com", "{host}", "$HOST", "%s.example.com", "<host>"} {
		assert.False(t, isTemplated(host), host)
	}
}

func TestNormal(t *testing.T) {
	assert.Equal(t, "www.example.com", normal("WWW.Example.COM."))
	assert.Equal(t, "www.example.com.", normal("www.example.com.."), "only one dot ends a qualified name")
	assert.Equal(t, "\u212a\xff.example.com", normal("\u212a\xff.Example.com"), "the Kelvin sign is no k, and broken bytes stay")
	assert.Zero(t, testing.AllocsPerRun(10, func() { normal("www.example.com.") }))
}

// An independent statement of the rule, from the grammar in RFC 1123 and Kubernetes' wildcard form.
var previewHostPattern = regexp.MustCompile(`^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$`)

var numericEnd = regexp.MustCompile(`(^|\.)[0-9]+$`)

func FuzzCheckPreviewHost(f *testing.F) {
	for _, seed := range []string{
		"pr-12.example.com", "*.example.com", "*.*.a", "*", "", ".", "a..b", "-a", "a-", "A.b", "a_b", "10.0.0.1", "::1", "1.2", "[::1]:80",
		"https://a.b", "a.b:1", "a b", "a\n", "ü.de", "${A}", label63 + "a", host253, host253 + "a", "*." + host253, "0x7f.1", "a.0x1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		want := previewHostPattern.MatchString(host) && len(host) <= 253 && !numericEnd.MatchString(host)
		if _, err := netip.ParseAddr(host); err == nil {
			want = false
		}
		if err := checkPreviewHost(host); (err == nil) != want {
			t.Errorf("checkPreviewHost(%q) = %v, want accepted: %v", host, err, want)
		}
		isLeftAlone(host)
		if n := normal(host); normal(lower(host)) != n {
			t.Errorf("normal(%q) depends on case", host)
		}
	})
}
