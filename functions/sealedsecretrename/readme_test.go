package sealedsecretrename

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	verb     = regexp.MustCompile(`%[a-z]`)
	codeSpan = regexp.MustCompile("`([^`]+)`")
	fileLink = regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`)
)

// sources are the packages whose texts are told as this function's: what is wrong
// with a SealedSecret, or with a sealed value, is found out there.
var sources = []string{".", "../../pkg/sealedsecret", "../../pkg/sealed"}

// The README says what to do about every message, and quotes none that does not
// exist.
func TestREADMEQuotesTheMessages(t *testing.T) {
	readme := readREADME(t)
	all, told := messages(t)
	for _, format := range told {
		longest := ""
		for _, piece := range verb.Split(format, -1) {
			if piece = strings.Trim(piece, " ,;:\n"); len(piece) > len(longest) {
				longest = piece
			}
		}
		if !strings.Contains(readme, longest) {
			t.Errorf("the README does not tell what to do about %q", longest)
		}
	}
	quoted := 0
	for line := range strings.Lines(readme) {
		quote, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !strings.HasPrefix(line, "| `") || !strings.Contains(quote, " ") || strings.Contains(quote, "(") {
			continue // no row of a table of messages
		}
		for _, message := range codeSpan.FindAllStringSubmatch(quote, -1) {
			for piece := range strings.SplitSeq(message[1], "…") {
				quoted++
				if !strings.Contains(all, strings.Trim(piece, " ,;:.")) {
					t.Errorf("the README quotes %q, which nobody says", piece)
				}
			}
		}
	}
	assert.GreaterOrEqual(t, quoted, len(told), "the tables of messages are not where this test looks for them")
}

// The README leads to nothing that is not there.
func TestREADMELinksLeadSomewhere(t *testing.T) {
	links := fileLink.FindAllStringSubmatch(readREADME(t), -1)
	require.NotEmpty(t, links)
	for _, link := range links {
		if _, err := os.Stat(filepath.FromSlash(link[1])); !strings.Contains(link[1], "://") {
			require.NoError(t, err)
		}
	}
}

func readREADME(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	return string(data)
}

// messages collects every text in the sources, and the formats of what is told
// about items and settings.
func messages(t *testing.T) (all string, told []string) {
	t.Helper()
	var b strings.Builder
	for _, dir := range sources {
		names, err := filepath.Glob(filepath.Join(dir, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, names, dir)
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			require.NoError(t, err)
			ast.Inspect(file, func(n ast.Node) bool {
				if expr, ok := n.(ast.Expr); ok {
					b.WriteString(literal(expr) + "\n")
				}
				if call, ok := n.(*ast.CallExpr); ok && tells(dir, call) {
					told = append(told, format(call)...)
				}
				return true
			})
		}
	}
	return b.String(), told
}

// tells reports whether a call tells of an item or a setting. Of what is wrong
// with the operator's keys, which each have their own remedy, one line tells.
func tells(dir string, call *ast.CallExpr) bool {
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		return dir == "." && fn.Name == "tell"
	case *ast.SelectorExpr:
		if pkg, ok := fn.X.(*ast.Ident); ok && pkg.Name == "fmt" {
			return false
		}
		if dir == "." {
			return fn.Sel.Name == "Errorf" || fn.Sel.Name == "Warnf"
		}
		return fn.Sel.Name == "add" // of the reader of SealedSecrets
	}
	return false
}

// format is the first text among a call's arguments that is more than a word.
func format(call *ast.CallExpr) []string {
	for _, arg := range call.Args {
		if text := literal(arg); strings.Contains(text, " ") {
			return []string{text}
		}
	}
	return nil
}

// literal is the text of a string literal, or of some in a row.
func literal(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(expr.Value)
		if expr.Kind == token.STRING && err == nil {
			return text
		}
	case *ast.BinaryExpr:
		return literal(expr.X) + literal(expr.Y)
	}
	return ""
}
