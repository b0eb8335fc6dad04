package functions_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// impure is what a function cannot import: it sees its pass, and nothing else of
// the world.
var impure = []string{
	"crypto/rand", "io/ioutil", "log", "log/slog", "math/rand", "math/rand/v2", "net", "net/http", "os", "os/exec", "os/signal",
	"path/filepath", "syscall", "unsafe",
}

// clock is what of package time asks a clock.
var clock = []string{"After", "AfterFunc", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until"}

func TestFunctionsArePure(t *testing.T) {
	each(t, func(t *testing.T, _ *krm.Function, dir string) {
		for name, file := range parse(t, filepath.Join(dir, "*.go")) {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, spec := range file.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				require.NoError(t, err)
				assert.NotContains(t, impure, path, "%s imports it; what a function needs comes in through its Pass", name)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" {
						assert.NotContains(t, clock, sel.Sel.Name, "%s asks the clock", name)
					}
				}
				return true
			})
		}
	})
}

// A function's own tests run its golden cases and check its generated texts:
// nobody else does.
func TestFunctionsAreTested(t *testing.T) {
	each(t, func(t *testing.T, _ *krm.Function, dir string) {
		var tests []string
		for _, file := range parse(t, filepath.Join(dir, "*_test.go")) {
			for _, decl := range file.Decls {
				if fn, ok := decl.(*ast.FuncDecl); ok {
					tests = append(tests, fn.Name.Name)
				}
			}
		}
		assert.Contains(t, tests, "TestGolden", "krmtest.Golden runs the cases")
		assert.Contains(t, tests, "TestGenerated", "krmtest.Generated checks the schema and the README")
		isExample := func(name string) bool { return strings.HasPrefix(name, "Example") }
		assert.True(t, slices.ContainsFunc(tests, isExample), "no Example shows the function in its documentation")
	})
}

// heavy is what no binary may link, since every image and every start pays.
var heavy = []string{
	"github.com/GoogleContainerTools", "github.com/stretchr", "github.com/kurumi-krm/kurumi/pkg/krmdoc", "github.com/kurumi-krm/kurumi/pkg/krmtest",
	"k8s.io/api", "k8s.io/client-go", "sigs.k8s.io/kustomize/api", "sigs.k8s.io/kustomize/kyaml/openapi", "testing",
}

func TestBinariesAreLean(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, dir string) {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "./"+dir+"/cmd/"+f.Name).Output()
		require.NoError(t, err)
		for path := range strings.FieldsSeq(string(out)) {
			isHeavy := func(root string) bool { return path == root || strings.HasPrefix(path, root+"/") }
			assert.False(t, slices.ContainsFunc(heavy, isHeavy), "%s is linked", path)
		}
	})
}

// parse reads the Go files that match a pattern, by name.
func parse(t *testing.T, pattern string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(pattern)
	require.NoError(t, err)
	files := map[string]*ast.File{}
	for _, name := range names {
		files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
	}
	return files
}
