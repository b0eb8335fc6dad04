package previewhost

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
