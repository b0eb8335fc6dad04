package kevcheck

import (
	"path"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const digestOfTests = "sha256:3b5e2a1d9c8f7e6d5c4b3a2918070605f4e3d2c1b0a9f8e7d6c5b4a392817065"

func TestParseImage(t *testing.T) {
	for text, want := range map[string]image{
		"nginx":                                  {"docker.io/library/nginx", "latest", ""},
		"nginx:1.27":                             {"docker.io/library/nginx", "1.27", ""},
		"example/api":                            {"docker.io/example/api", "latest", ""},
		"docker.io/nginx":                        {"docker.io/library/nginx", "latest", ""},
		"index.docker.io/library/nginx":          {"docker.io/library/nginx", "latest", ""},
		"localhost:5000/api":                     {"localhost:5000/api", "latest", ""},
		"ghcr.io/example/api:1@" + digestOfTests: {"ghcr.io/example/api", "1", digestOfTests},
		"ghcr.io/example/api@" + digestOfTests:   {"ghcr.io/example/api", "", digestOfTests},
		"registry.example.com:5000/a/b@" + digestOfTests: {"registry.example.com:5000/a/b", "", digestOfTests},
	} {
		got, ok := parseImage(text)
		assert.True(t, ok, text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{"", " ", "a b", "${IMAGE}", "{{ .image }}", "ghcr.io/Example/api", "api@sha256:12", "https://ghcr.io/example/api", "api:"} {
		_, ok := parseImage(text)
		assert.False(t, ok, text)
	}
}

func TestAnImageMatchesByItsWholeName(t *testing.T) {
	img, ok := parseImage("ghcr.io/example/api:1.4.2@" + digestOfTests)
	require.True(t, ok)
	for _, pattern := range []string{"ghcr.io/example/api", "ghcr.io/example/*", "*/example/api", "ghcr.io/*/api:1.4.?", "ghcr.io/example/api@sha256:3b*"} {
		assert.True(t, img.matches(pattern), pattern)
	}
	for _, pattern := range []string{"api", "example/api", "*", "ghcr.io/*", "ghcr.io/example/ap", "ghcr.io/example/api:1.4", "ghcr.io/example/api:1.4.2@*x", "GHCR.io/example/api"} {
		assert.False(t, img.matches(pattern), pattern)
	}
	tagless, ok := parseImage("ghcr.io/example/api@" + digestOfTests)
	require.True(t, ok)
	assert.False(t, tagless.matches("ghcr.io/example/api:*"))
	assert.False(t, tagless.matches("*"))
}

func TestCVEs(t *testing.T) {
	for _, s := range []string{"CVE-2021-44228", "CVE-1999-0001", "CVE-2025-1234567"} {
		assert.True(t, isCVE(s), s)
	}
	for _, s := range []string{"", "CVE-", "CVE-2021", "CVE-2021-1", "CVE-21-44228", "cve-2021-44228", "2021-44228", "CVE-2021-44228 ", "CVE-2021-44 228", "GHSA-jfh8-c2jp-5v3q"} {
		assert.False(t, isCVE(s), s)
	}
}

func TestADateLastsUntilItsEnd(t *testing.T) {
	var d Date
	require.NoError(t, d.UnmarshalText([]byte("2027-01-31")))
	assert.False(t, d.over(time.Date(2027, time.January, 31, 23, 59, 59, 0, time.UTC)))
	assert.True(t, d.over(time.Date(2027, time.February, 1, 0, 0, 0, 0, time.UTC)))
	assert.True(t, d.over(time.Date(2027, time.January, 31, 23, 59, 59, 0, time.FixedZone("", -3600))), "UTC counts")
	for _, s := range []string{"", "2027-02-30", "31.01.2027", "2027-1-31", "2027-01-31T00:00:00Z", "tomorrow"} {
		assert.ErrorContains(t, d.UnmarshalText([]byte(s)), "must be a day", s)
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"2027-01-31", "0000-01-01", "9999-12-31", "2024-02-29", "2023-02-29"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d Date
		if d.UnmarshalText([]byte(s)) == nil {
			assert.Equal(t, s, d.String())
		}
	})
}

func FuzzAge(f *testing.F) {
	for _, s := range []string{"14d", "36h", "48h", "0d", "9999d", "1w", "-1d", "1.5d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var a, again Age
		if a.UnmarshalText([]byte(s)) != nil {
			return
		}
		assert.Positive(t, a)
		require.NoError(t, again.UnmarshalText([]byte(a.String())), "what is written can be read")
		assert.Equal(t, a, again)
	})
}

// What a reference is parsed to is written as a reference to the same. A pattern that is the name itself matches it.
func FuzzImage(f *testing.F) {
	for _, s := range []string{"nginx", "ghcr.io/example/api:1@" + digestOfTests, "localhost:5000/a", "a/b/c:d", "[::1]:5000/a"} {
		f.Add(s, "ghcr.io/example/*")
	}
	f.Fuzz(func(t *testing.T, s, pattern string) {
		img, ok := parseImage(s)
		if !ok {
			return
		}
		text := img.repository
		if img.tag != "" {
			text += ":" + img.tag
		}
		if img.digest != "" {
			text += "@" + img.digest
		}
		again, ok := parseImage(text)
		assert.True(t, ok, text)
		assert.Equal(t, img, again)
		if strings.ContainsAny(img.repository, `[\`) {
			return
		}
		assert.True(t, img.matches(img.repository))
		if img.matches(pattern) {
			_, err := path.Match(pattern, "")
			assert.NoError(t, err)
			assert.False(t, !strings.ContainsAny(pattern, "*?[") && !strings.HasPrefix(text, strings.ReplaceAll(pattern, `\`, "")) && img.digest == "", "%q matches a part of %q", pattern, text)
		}
	})
}
