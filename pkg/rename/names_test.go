package rename

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNamesWithoutTheSuffix(t *testing.T) {
	for name, tt := range map[string]struct{ names, want []string }{
		"under its plain name":                       {[]string{"db"}, []string{"db"}},
		"under its final name, which goes first":     {[]string{"db-v7"}, []string{"db-v7", "db"}},
		"with a prefix that kustomize added":         {[]string{"p-db", "db"}, []string{"p-db", "db"}},
		"the same, after it had its suffix":          {[]string{"p-db-v7", "db-v7"}, []string{"p-db-v7", "p-db", "db-v7", "db"}},
		"the same name twice, and what is no name":   {[]string{"db", "", "db"}, []string{"db"}},
		"a suffix and nothing else is a name itself": {[]string{"-v7"}, []string{"-v7"}},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, WithoutSuffix("-v7", tt.names)) })
	}
}
