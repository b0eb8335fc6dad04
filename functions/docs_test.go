package functions_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestDocIsThePackageComment(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, dir string) {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, "doc.go"), nil, parser.ParseComments|parser.PackageClauseOnly)
		require.NoError(t, err)
		assert.Equal(t, strings.TrimSpace(file.Doc.Text()), strings.TrimSpace(f.Doc), "go doc and --help differ")
		assert.Equal(t, dir, file.Name.Name)
		assert.Regexp(t, `^Package `+dir+` [a-z]`, f.Doc)
		assert.NotEmpty(t, f.Summary())
	})
}

// codeBlock is a fenced block with its language and its lines.
var codeBlock = regexp.MustCompile("(?s)```([a-z]*)\n(.*?)```")

// A README begins with what the function does to a manifest, taken from a golden
// case, so that it is true: the config, if the case has one, and the change.
func TestEveryREADMEOpensWithABeforeAndAfter(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, dir string) {
		readme, err := os.ReadFile(filepath.Join(dir, "README.md"))
		require.NoError(t, err)
		text := string(readme)
		assert.True(t, strings.HasPrefix(text, "# "+f.Name+"\n"), "the title is the function's name")
		blocks := codeBlock.FindAllStringSubmatchIndex(text, 2)
		require.Len(t, blocks, 2, "two code blocks")
		first, change := blocks[0], blocks[0]
		if text[first[2]:first[3]] == "yaml" {
			change = blocks[1]
		}
		language := text[change[2]:change[3]]
		switch {
		case f.Type == krm.Generator && language == "yaml": // there is no before
		case f.Type == krm.Validator && language == "text": // there is no after
			assert.Regexp(t, `(?m)^error: `, text[change[4]:change[5]])
		default:
			assert.Equal(t, "diff", language)
			assert.Regexp(t, `(?m)^-[^-]`, text[change[4]:change[5]])
			assert.Regexp(t, `(?m)^\+[^+]`, text[change[4]:change[5]])
		}
		opening := text[:first[0]]
		assert.Contains(t, opening, "<!-- generated:case ", "the first code block shows a golden case")
		assert.Less(t, strings.Count(opening, "\n"), 15, "the first code block stands too far down")
		for _, marker := range []string{"doc", "reference"} {
			assert.Contains(t, text, "<!-- generated:"+marker+" -->")
		}
	})
}

// TestGeneratedTable writes the list of functions into the README of the suite.
// What is generated of a function is checked in its own folder.
func TestGeneratedTable(t *testing.T) {
	const readme = "../README.md"
	if _, err := os.Stat(readme); os.IsNotExist(err) {
		t.Skip("there is no README.md yet")
	}
	var b strings.Builder
	b.WriteString("| function | what it does | config | type |\n|---|---|---|---|\n")
	for _, f := range functions.All() {
		fmt.Fprintf(&b, "| [`%s`](functions/%s/README.md) | %s | `%s` | %s |\n",
			f.Name, folder(f), strings.ReplaceAll(f.Summary(), "|", `\|`), f.Kind, f.Type)
	}
	krmtest.Splice(t, readme, "functions", b.String())
}
