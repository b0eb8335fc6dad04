package image

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func FuzzBadPath(f *testing.F) {
	for _, p := range []string{"/app/x", "app", "/", "/a/../b", "/a/", "//a", "/dev", "/devices/x", "/a/.wh.b", "/a\x00", "/a\xff", "/a b"} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		if badPath(p) != "" {
			return
		}
		assert.True(t, path.IsAbs(p) && path.Clean(p) == p && p != "/", p)
		assert.NotContains(t, strings.Split(p, "/"), "..")
		assert.NotContains(t, []string{"proc", "sys", "dev"}, strings.Split(p, "/")[1])
	})
}

func TestFoldersThatOnlyLookLikeTheRuntimesAreFine(t *testing.T) {
	for _, p := range []string{"/devices/x", "/process", "/app/dev/x", "/a b/ü"} {
		assert.Empty(t, badPath(p), p)
	}
}
