package lazyregexp

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestItFindsWhatTheCompiledOneFinds(t *testing.T) {
	const expr, text = `([a-z])(\d)`, "a1 b2 c"
	lazy, compiled := New(expr), regexp.MustCompile(expr)
	upper := func(s string) string { return "<" + s + ">" }
	assert.Equal(t, compiled.String(), lazy.String())
	assert.Equal(t, compiled.Match([]byte(text)), lazy.Match([]byte(text)))
	assert.Equal(t, compiled.MatchString(text), lazy.MatchString(text))
	assert.Equal(t, compiled.FindAll([]byte(text), -1), lazy.FindAll([]byte(text), -1))
	assert.Equal(t, compiled.FindString(text), lazy.FindString(text))
	assert.Equal(t, compiled.FindSubmatch([]byte(text)), lazy.FindSubmatch([]byte(text)))
	assert.Equal(t, compiled.FindStringSubmatch(text), lazy.FindStringSubmatch(text))
	assert.Equal(t, compiled.FindAllStringSubmatch(text, 1), lazy.FindAllStringSubmatch(text, 1))
	assert.Equal(t, compiled.ReplaceAll([]byte(text), []byte("$2")), lazy.ReplaceAll([]byte(text), []byte("$2")))
	assert.Equal(t, compiled.ReplaceAllStringFunc(text, upper), lazy.ReplaceAllStringFunc(text, upper))
}

func TestAMistakeIsToldAtTheFirstUse(t *testing.T) {
	broken := New("(")
	assert.Panics(t, func() { broken.MatchString("x") })
}
