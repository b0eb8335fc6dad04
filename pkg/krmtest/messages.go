package krmtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// Messages is what a function has to say, read from its source.
type Messages struct {
	Formats []string // of what is told about items and settings
	texts   string   // every text in the source, a line each
}

var (
	formatVerb = regexp.MustCompile(`%[a-z]`)
	codeSpan   = regexp.MustCompile("`([^`]+)`")
)

// ReadMessages reads the Go files of some folders. tellers names, for each folder,
// the functions and methods whose calls tell a message.
func ReadMessages(t *testing.T, tellers map[string][]string) Messages {
	t.Helper()
	var m Messages
	var texts strings.Builder
	for dir, names := range tellers {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no Go files in %s: %v", dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if expr, ok := n.(ast.Expr); ok {
					texts.WriteString(literal(expr) + "\n")
				}
				if call, ok := n.(*ast.CallExpr); ok && slices.Contains(names, called(call)) {
					m.Formats = append(m.Formats, firstText(call)...)
				}
				return true
			})
		}
	}
	m.texts = texts.String()
	return m
}

// QuotedIn checks that a README says what to do about every message, and quotes
// none that nobody says: in the first column of its tables, in code spans, with …
// for what differs.
func (m Messages) QuotedIn(t *testing.T, name string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	readme := string(data)
	for _, format := range m.Formats {
		longest := ""
		for _, piece := range formatVerb.Split(format, -1) {
			if piece = strings.Trim(piece, " ,;:\n"); len(piece) > len(longest) {
				longest = piece
			}
		}
		if !strings.Contains(readme, longest) {
			t.Errorf("%s does not tell what to do about %q", name, longest)
		}
	}
	for line := range strings.Lines(readme) {
		quote, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " | ")
		if !strings.HasPrefix(line, "| `") || !strings.Contains(quote, " ") || strings.Contains(quote, "(") {
			continue // no row of a table of messages
		}
		for _, message := range codeSpan.FindAllStringSubmatch(quote, -1) {
			for piece := range strings.SplitSeq(message[1], "…") {
				if !strings.Contains(m.texts, strings.Trim(piece, " ,;:.")) {
					t.Errorf("%s quotes %q, which nobody says", name, piece)
				}
			}
		}
	}
}

// ToldInCases checks that every message is told in a golden case, where it can be
// read as users see it.
func (m Messages) ToldInCases(t *testing.T, f *krm.Function) {
	t.Helper()
	var all strings.Builder
	for _, c := range Cases(t, "testdata") {
		o, err := c.run(f, c.Input)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range o.results {
			all.WriteString(r.Message + "\n")
		}
	}
	for _, format := range m.Formats {
		for _, piece := range formatVerb.Split(format, -1) {
			if !strings.Contains(all.String(), piece) {
				t.Errorf("no golden case tells %q; %q is missing", format, piece)
			}
		}
	}
}

// called is the name of the function or method that a call calls, but for those of
// package fmt.
func called(call *ast.CallExpr) string {
	switch fn := call.Fun.(type) {
	case *ast.Ident:
		return fn.Name
	case *ast.SelectorExpr:
		if pkg, ok := fn.X.(*ast.Ident); !ok || pkg.Name != "fmt" {
			return fn.Sel.Name
		}
	}
	return ""
}

// firstText is the first text among a call's arguments that is more than a word.
func firstText(call *ast.CallExpr) []string {
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
