package previewhost

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestCoversHost(t *testing.T) {
	tests := []struct {
		name, pattern, host string
		want                bool
	}{
		{"a name covers itself", "www.example.com", "www.example.com", true},
		{"in any case", "WWW.example.com", "www.EXAMPLE.com.", true},
		{"a wildcard covers itself", "*.example.com", "*.example.com", true},
		{"a wildcard covers one label", "*.example.com", "www.example.com", true},
		{"a wildcard covers one label in any case", "*.Example.com", "www.example.COM", true},
		{"a wildcard covers no two labels", "*.example.com", "a.b.example.com", false},
		{"a wildcard doesn't cover its parent", "*.example.com", "example.com", false},
		{"a wildcard needs a label to stand for", "*.example.com", ".example.com", false},
		{"a wildcard doesn't cover a wildcard below it", "*.example.com", "*.pr.example.com", false},
		{"another name", "www.example.com", "api.example.com", false},
		{"a name covers no wildcard", "www.example.com", "*.example.com", false},
		{"the catch-all is no certificate's", "*", "www", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, coversHost(tt.pattern, tt.host))
		})
	}
}

func TestCommonWildcard(t *testing.T) {
	tests := []struct {
		name  string
		hosts []string
		want  string
		ok    bool
	}{
		{"one host stands for itself", []string{"WWW.example.com"}, "www.example.com", true},
		{"the same host twice is one host", []string{"www.example.com", "WWW.example.com."}, "www.example.com", true},
		{"siblings share their parent's wildcard", []string{"a.example.com", "b.example.com"}, "*.example.com", true},
		{"a sibling may be the wildcard", []string{"a.example.com", "*.example.com"}, "*.example.com", true},
		{"different parents share none", []string{"a.example.com", "b.example.org"}, "", false},
		{"a parent and its child share none", []string{"example.com", "a.example.com"}, "", false},
		{"different depths share none", []string{"a.example.com", "a.b.example.com"}, "", false},
		{"no host, no wildcard", nil, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := commonWildcard(tt.hosts)
			assert.Equal(t, tt.ok, ok)
			assert.Equal(t, tt.want, got)
		})
	}
	_, ok := commonWildcard([]string{"a.com", "b.com"})
	assert.False(t, ok, "nobody gets a certificate for *.com")
	_, ok = commonWildcard([]string{"a", "b"})
	assert.False(t, ok, "single labels have no parent")
}
