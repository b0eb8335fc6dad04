package previewhost

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

	"github.com/stretchr/testify/require"
)

var (
	verb     = regexp.MustCompile(`%[a-z]`)
	codeSpan = regexp.MustCompile("`([^`]+)`")
)

// The README quotes every message, and no message that does not exist.
func TestREADMEQuotesTheMessages(t *testing.T) {
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(data)
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
	for line := range strings.Lines(readme) {
		quote, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !strings.HasPrefix(line, "| `") || !strings.Contains(quote, " ") || strings.Contains(quote, "(") {
			continue // no row of a table of messages
		}
		for _, message := range codeSpan.FindAllStringSubmatch(quote, -1) {
			for piece := range strings.SplitSeq(message[1], "…") {
				if !strings.Contains(all, strings.Trim(piece, " ,;:.")) {
					t.Errorf("the README quotes %q, which nobody says", piece)
				}
			}
		}
	}
}

// messages collects every text in the source, and the formats of what is told
// about items and settings.
func messages(t *testing.T) (all string, told []string) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			if expr, ok := n.(ast.Expr); ok {
				all += literal(expr) + "\n"
			}
			if call, ok := n.(*ast.CallExpr); ok {
				told = append(told, format(call)...)
			}
			return true
		})
	}
	return all, told
}

// format is the format of a call that records a result.
func format(call *ast.CallExpr) []string {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.HasSuffix(strings.ToLower(method.Sel.Name), "errorf") && !strings.HasSuffix(strings.ToLower(method.Sel.Name), "warnf") {
		return nil
	}
	if pkg, ok := method.X.(*ast.Ident); ok && pkg.Name == "fmt" {
		return nil
	}
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
