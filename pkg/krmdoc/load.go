package krmdoc

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Load describes the struct type of that name in the Go package in dir.
func Load(dir, typeName string) (*Type, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	l := &loader{fset: token.NewFileSet(), packages: map[string]*source{}}
	src, err := l.source(dir)
	if err != nil {
		return nil, err
	}
	t, err := l.named(src, typeName)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	if t.Kind != Struct {
		return nil, fmt.Errorf("%s: %s is no struct", dir, typeName)
	}
	return t, nil
}

// loader keeps the packages that were read so far, by folder.
type loader struct {
	fset     *token.FileSet
	packages map[string]*source
	open     []*decl // the types being described, to notice one that holds itself
}

// source is what counts of a package.
type source struct {
	dir   string
	types map[string]*decl
	texts map[string]bool // types with an UnmarshalText method
}

type decl struct {
	spec *ast.TypeSpec
	doc  string
	file *ast.File
	src  *source
}

func (l *loader) source(dir string) (*source, error) {
	if src := l.packages[dir]; src != nil {
		return src, nil
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	src := &source{dir: dir, types: map[string]*decl{}, texts: map[string]bool{}}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(l.fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		src.add(file)
	}
	l.packages[dir] = src
	return src, nil
}

func (src *source) add(file *ast.File) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil && d.Name.Name == "UnmarshalText" {
				src.texts[receiver(d.Recv.List[0].Type)] = true
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if spec, ok := spec.(*ast.TypeSpec); ok {
					doc := spec.Doc
					if doc == nil && !d.Lparen.IsValid() {
						doc = d.Doc
					}
					src.types[spec.Name.Name] = &decl{spec, fold(doc), file, src}
				}
			}
		}
	}
}

func receiver(expr ast.Expr) string {
	if star, ok := expr.(*ast.StarExpr); ok {
		expr = star.X
	}
	if name, ok := expr.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}

// fold puts a comment on one line.
func fold(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }

// imported finds the package that a file knows by a name, as an import path.
func imported(file *ast.File, name string) string {
	for _, spec := range file.Imports {
		importPath, _ := strconv.Unquote(spec.Path.Value)
		switch {
		case spec.Name != nil && spec.Name.Name == name:
			return importPath
		case spec.Name == nil && path.Base(majorVersion.ReplaceAllString(importPath, "")) == name:
			return importPath
		}
	}
	return ""
}

var (
	majorVersion = regexp.MustCompile(`/v[0-9]+$`)
	moduleLine   = regexp.MustCompile(`(?m)^module\s+(\S+)`)
)

// folder finds where a package of the module that holds dir lives. It is empty
// for a package of another module.
func folder(dir, importPath string) (string, error) {
	for root := dir; ; root = filepath.Dir(root) {
		text, err := os.ReadFile(filepath.Join(root, "go.mod"))
		switch {
		case os.IsNotExist(err) && root != filepath.Dir(root):
			continue
		case err != nil:
			return "", fmt.Errorf("find the module of %s: %w", dir, err)
		}
		line := moduleLine.FindSubmatch(text)
		if line == nil {
			return "", fmt.Errorf("%s/go.mod names no module", root)
		}
		rest, ok := strings.CutPrefix(importPath, string(line[1])+"/")
		if !ok {
			return "", nil
		}
		return filepath.Join(root, filepath.FromSlash(rest)), nil
	}
}
