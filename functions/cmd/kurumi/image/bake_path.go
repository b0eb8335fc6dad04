package image

import (
	"path"
	"strconv"
	"strings"
	"unicode"
)

// badPath says what is wrong with the path of a file in an image, if anything.
func badPath(p string) string {
	switch {
	case !strings.HasPrefix(p, "/"):
		return "is not absolute; begin it with a slash"
	case p == "/":
		return "is the root of the image; name a file or folder in it"
	case strings.HasSuffix(p, "/"):
		return "ends in a slash; leave that out"
	case path.Clean(p) != p:
		return "is not clean; write it as " + strconv.Quote(path.Clean(p))
	case strings.ContainsFunc(p, func(r rune) bool { return r == unicode.ReplacementChar || unicode.IsControl(r) }):
		return "has a control character or broken UTF-8 in it"
	case strings.Contains(p, "/.wh."):
		return "has a name that begins with .wh., which in a layer says that a file is gone"
	}
	for _, dir := range []string{"/proc", "/sys", "/dev"} {
		if p == dir || strings.HasPrefix(p, dir+"/") {
			return "is below " + dir + ", over which the container runtime puts its own files; take another folder"
		}
	}
	return ""
}
