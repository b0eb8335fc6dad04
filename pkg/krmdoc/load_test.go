package krmdoc_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmdoc"
)

// A config that cannot be described is an error that names the line, not a gap
// in the documentation.
func TestLoadRefusesWhatItCannotDescribe(t *testing.T) {
	for _, tc := range []struct{ name, source, want string }{
		{"the type is not there", "type Other struct{}", "there is no type Config"},
		{"the type is no struct", "type Config string", "Config is no struct"},
		{"the source is broken", "type Config {", "expected type"},
		{"a channel", "type Config struct {\n\tA chan int\n}", "config.go:4:2: YAML cannot express its type"},
		{"an array, which has no fixed length in YAML", "type Config struct{ A [2]int }", "cannot express"},
		{"an interface with methods", "type Config struct{ A interface{ M() } }", "cannot express"},
		{"a map whose keys are no strings", "type Config struct{ A map[int]string }", "cannot express"},
		{"a type that holds itself", "type Config struct{ A []Inner }\ntype Inner struct{ B *Config }", "Config holds itself"},
		{"type parameters", "type Config[T any] struct{ A T }", "Config has type parameters"},
		{
			"a duration, which would be read as nanoseconds",
			"import \"time\"\n\ntype Config struct{ A time.Duration }",
			"time.Duration is outside the module; make it a type with an UnmarshalText method",
		},
		{"a package that is not imported", "type Config struct{ A missing.B }", "missing.B is outside the module"},
		{
			"a type that another package of the module lacks",
			"import \"example.com/m/shared\"\n\ntype Config struct{ A shared.B }",
			"there is no type B",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "go.mod", "module example.com/m\n")
			write(t, dir, "config.go", "package config\n\n"+tc.source+"\n")
			_, err := krmdoc.Load(dir, "Config")
			require.ErrorContains(t, err, tc.want)
		})
	}
	_, err := krmdoc.Load(filepath.Join(t.TempDir(), "missing"), "Config")
	require.ErrorContains(t, err, "there is no type Config")
}

func TestLoadLooksAtTheWholePackageButNotAtItsTests(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config.go", "package config\n\ntype (\n\t// Config is grouped.\n\tConfig struct{ A Name }\n)\n")
	write(t, dir, "name.go", "package config\n\ntype Name = string\n")
	write(t, dir, "name_test.go", "package config\n\ntype Name int\n")
	got, err := krmdoc.Load(dir, "Config")
	require.NoError(t, err)
	assert.Equal(t, &krmdoc.Type{Kind: krmdoc.Struct, Name: "Config", Doc: "Config is grouped.", Fields: []krmdoc.Field{
		{Name: "A", Type: &krmdoc.Type{Kind: krmdoc.String, Name: "Name"}},
	}}, got)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
}
