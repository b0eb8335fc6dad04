// Package lazyregexp compiles regular expressions when they are first needed. A host
// starts a function for each step of a build, which needs few of them, and to compile
// all of them takes half of such a start.
package lazyregexp

import (
	"regexp"
	"sync"
)

// A Regexp is a regular expression. Its methods are those of regexp.Regexp.
type Regexp struct {
	expr     string
	compiled func() *regexp.Regexp
}

// New is a regular expression whose methods panic if it is none.
func New(expr string) *Regexp {
	return &Regexp{expr, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

func (r *Regexp) String() string { return r.expr }

// Match is the compiled expression's.
func (r *Regexp) Match(b []byte) bool { return r.compiled().Match(b) }

// MatchString is the compiled expression's.
func (r *Regexp) MatchString(s string) bool { return r.compiled().MatchString(s) }

// FindAll is the compiled expression's.
func (r *Regexp) FindAll(b []byte, n int) [][]byte { return r.compiled().FindAll(b, n) }

// FindString is the compiled expression's.
func (r *Regexp) FindString(s string) string { return r.compiled().FindString(s) }

// FindSubmatch is the compiled expression's.
func (r *Regexp) FindSubmatch(b []byte) [][]byte { return r.compiled().FindSubmatch(b) }

// FindStringSubmatch is the compiled expression's.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.compiled().FindStringSubmatch(s) }

// FindAllStringSubmatch is the compiled expression's.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compiled().FindAllStringSubmatch(s, n)
}

// ReplaceAll is the compiled expression's.
func (r *Regexp) ReplaceAll(b, repl []byte) []byte { return r.compiled().ReplaceAll(b, repl) }

// ReplaceAllStringFunc is the compiled expression's.
func (r *Regexp) ReplaceAllStringFunc(s string, repl func(string) string) string {
	return r.compiled().ReplaceAllStringFunc(s, repl)
}
