package krmdoc

import (
	"errors"
	"fmt"
	"go/ast"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// named describes a type that a package declares.
func (l *loader) named(src *source, name string) (*Type, error) {
	d := src.types[name]
	switch {
	case d == nil:
		return nil, fmt.Errorf("there is no type %s", name)
	case slices.Contains(l.open, d):
		return nil, fmt.Errorf("%s holds itself", name)
	case d.spec.TypeParams != nil:
		return nil, fmt.Errorf("%s has type parameters", name)
	}
	t := &Type{Kind: Text}
	if !src.texts[name] {
		l.open = append(l.open, d)
		var err error
		if t, err = l.expr(d, d.spec.Type); err != nil {
			return nil, err
		}
		l.open = l.open[:len(l.open)-1]
	}
	t.Name, t.Doc = name, d.doc
	return t, nil
}

var basic = map[string]Kind{
	"any": Any, "string": String, "bool": Boolean, "float32": Number, "float64": Number,
	"int": Integer, "int8": Integer, "int16": Integer, "int32": Integer, "int64": Integer,
	"uint": Integer, "uint8": Integer, "uint16": Integer, "uint32": Integer, "uint64": Integer,
}

// foreign are the types of other modules that can stand in a config.
var foreign = map[string]Type{
	"sigs.k8s.io/kustomize/kyaml/yaml.Node":  {Kind: Any},
	"sigs.k8s.io/kustomize/kyaml/yaml.RNode": {Kind: Any},
	"time.Time":                              {Kind: Text, Name: "Time"},
}

// expr describes a type as it is written in the declaration d.
func (l *loader) expr(d *decl, expr ast.Expr) (*Type, error) {
	switch expr := expr.(type) {
	case *ast.ParenExpr:
		return l.expr(d, expr.X)
	case *ast.StarExpr:
		return l.expr(d, expr.X)
	case *ast.Ident:
		if kind, ok := basic[expr.Name]; ok && d.src.types[expr.Name] == nil {
			return &Type{Kind: kind}, nil
		}
		return l.named(d.src, expr.Name)
	case *ast.SelectorExpr:
		return l.selector(d, expr)
	case *ast.ArrayType:
		if expr.Len == nil {
			return l.of(List, d, expr.Elt)
		}
	case *ast.MapType:
		key, err := l.expr(d, expr.Key)
		if err == nil && key.Kind == String {
			return l.of(Map, d, expr.Value)
		}
	case *ast.InterfaceType:
		if expr.Methods.NumFields() == 0 {
			return &Type{Kind: Any}, nil
		}
	case *ast.StructType:
		return l.structure(d, expr)
	}
	return nil, errors.New("YAML cannot express its type")
}

func (l *loader) of(kind Kind, d *decl, expr ast.Expr) (*Type, error) {
	elem, err := l.expr(d, expr)
	return &Type{Kind: kind, Elem: elem}, err
}

// selector describes a type of another package, if that is in our module.
func (l *loader) selector(d *decl, expr *ast.SelectorExpr) (*Type, error) {
	pkg, ok := expr.X.(*ast.Ident)
	if !ok {
		return nil, errors.New("YAML cannot express its type")
	}
	importPath := imported(d.file, pkg.Name)
	if t, ok := foreign[importPath+"."+expr.Sel.Name]; ok {
		return &t, nil
	}
	dir, err := folder(d.src.dir, importPath)
	switch {
	case err != nil:
		return nil, err
	case importPath == "" || dir == "":
		return nil, fmt.Errorf("%s.%s is outside the module; make it a type with an UnmarshalText method", pkg.Name, expr.Sel.Name)
	}
	src, err := l.source(dir)
	if err != nil {
		return nil, err
	}
	return l.named(src, expr.Sel.Name)
}

func (l *loader) structure(d *decl, expr *ast.StructType) (*Type, error) {
	t := &Type{Kind: Struct}
	for _, node := range expr.Fields.List {
		fields, inline, err := l.fields(d, node)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.fset.Position(node.Pos()), err)
		}
		for _, f := range fields {
			same := func(o Field) bool { return o.Name == f.Name }
			if inline && slices.ContainsFunc(t.Fields, same) {
				continue
			}
			// An embedded struct's field gives way to one of the same name.
			t.Fields = append(slices.DeleteFunc(t.Fields, same), f)
		}
	}
	return t, nil
}

// fields describes what one line of a struct declares: mostly one field, and
// for an embedded struct all of its own.
func (l *loader) fields(d *decl, node *ast.Field) (fields []Field, inline bool, err error) {
	var tag reflect.StructTag
	if node.Tag != nil {
		text, _ := strconv.Unquote(node.Tag.Value)
		tag = reflect.StructTag(text)
	}
	name, _, _ := strings.Cut(tag.Get("json"), ",")
	names := node.Names
	if name == "-" || len(names) > 0 && !slices.ContainsFunc(names, (*ast.Ident).IsExported) {
		return nil, false, nil
	}
	t, err := l.expr(d, node.Type)
	switch {
	case err != nil:
		return nil, false, err
	case len(names) == 0 && name == "" && t.Kind == Struct:
		return t.Fields, true, nil
	case len(names) == 0:
		names = []*ast.Ident{{Name: t.Name}}
	}
	for _, goName := range names {
		f := newField(tag, node, t)
		if f.Name = name; name == "" {
			f.Name = goName.Name
		}
		fields = append(fields, f)
	}
	return fields, false, nil
}

func newField(tag reflect.StructTag, node *ast.Field, t *Type) Field {
	f := Field{Doc: fold(node.Doc), Type: t, Required: tag.Get("required") == "true", Secret: tag.Get("secret") == "true"}
	if f.Doc == "" {
		f.Doc = fold(node.Comment)
	}
	if enum := tag.Get("enum"); enum != "" {
		f.Enum = strings.Split(enum, ",")
	}
	return f
}
