package configbake

import (
	"path"
	"strconv"
	"strings"
	"unicode"
)

// This file knows what names, keys, paths and modes look like, and nothing of YAML.

// maxData is the most that Kubernetes takes of a ConfigMap's keys and values, in bytes.
const maxData = 1 << 20

// isKey reports whether Kubernetes takes a text for a key of a ConfigMap.
func isKey(s string) bool {
	return s != "" && len(s) <= 253 && s != "." && !strings.HasPrefix(s, "..") && only(s, "-._", true)
}

// isEnvName reports whether every cluster takes a text for a variable's name. Newer ones take nearly any.
func isEnvName(s string) bool {
	return s != "" && s != "." && !strings.HasPrefix(s, "..") && (s[0] < '0' || s[0] > '9') && only(s, "-._", true)
}

// isName reports whether a text can be the name of a ConfigMap or a container.
func isName(s string) bool {
	if s == "" || len(s) > 253 || !only(s, "-.", false) {
		return false
	}
	return s == strings.Trim(s, "-.")
}

// only reports whether a text has nothing but letters, digits and some more bytes.
func only(s, more string, capitals bool) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', capitals && c >= 'A' && c <= 'Z', strings.IndexByte(more, c) >= 0:
		default:
			return false
		}
	}
	return true
}

// checkPath says what is wrong with the path of a file in an image, if anything.
func checkPath(p string) string {
	switch {
	case !strings.HasPrefix(p, "/"):
		return "is not absolute; begin it with a slash"
	case p == "/":
		return "is the root of the image; name a file"
	case strings.HasSuffix(p, "/"):
		return "ends in a slash; name a file, or a folder without one"
	case path.Clean(p) != p:
		return "is not clean; write it as " + strconv.Quote(path.Clean(p))
	case strings.ContainsFunc(p, func(r rune) bool { return r == ',' || r == unicode.ReplacementChar || unicode.IsControl(r) }):
		return "has a comma, a control character or broken UTF-8 in it; the annotation of the pod template could not name it"
	}
	for _, taken := range runtimePaths {
		if within(taken, p) {
			return "is where Kubernetes or the container runtime puts its own files; take another folder"
		}
	}
	return ""
}

// runtimePaths are mounted over what an image has there.
var runtimePaths = []string{
	"/dev", "/proc", "/sys", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf",
	"/run/secrets/kubernetes.io", "/var/run/secrets/kubernetes.io",
}

// within reports whether a path is a folder or below it.
func within(folder, p string) bool {
	return p == folder || folder == "/" || strings.HasPrefix(p, folder+"/")
}

// parseMode reads permission bits: in octal as YAML and people write them, or in decimal as JSON has them.
func parseMode(s string) (int64, bool) {
	mode, err := strconv.ParseInt(s, 0, 64)
	return mode, err == nil && mode >= 0 && mode <= 0o777
}

// kustomizeHash is the letters of the hash with which kustomize ends a generated name.
const kustomizeHash = "bcdfghkmt2456789"

// baseName is what a name is without kustomize's hash, or empty if it has none.
func baseName(name string) string {
	at := strings.LastIndexByte(name, '-')
	if at <= 0 || len(name)-at != 11 || strings.Trim(name[at+1:], kustomizeHash) != "" {
		return ""
	}
	return name[:at]
}

// escape writes a value so that Kubernetes, which puts variables in the place of $(NAME) and one dollar in the place of
// two, makes it the value again. Any other dollar stays one.
func escape(value string) string {
	var b strings.Builder
	for i := range len(value) {
		if value[i] == '$' && i+1 < len(value) && (value[i+1] == '$' || value[i+1] == '(') {
			b.WriteByte('$')
		}
		b.WriteByte(value[i])
	}
	return b.String()
}

// isPlain reports whether a text needs no quotes to be one: for some readers of YAML on and y are true, and 12:30 is a
// number. What else needs quotes the writer knows.
func isPlain(s string) bool {
	switch strings.ToLower(s) {
	case "", "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return false
	}
	return s[0] == '/' || only(s[:1], "", true) && (s[0] < '0' || s[0] > '9')
}

// clash finds two files that cannot both be: at one path, or one of them where the other needs a folder.
func clash(files []File) (a, b File, found bool) {
	at := map[string]File{}
	for _, f := range files {
		if other, ok := at[f.Path]; ok {
			return other, f, true
		}
		at[f.Path] = f
	}
	for _, f := range files {
		for dir := path.Dir(f.Path); dir != "/" && dir != "."; dir = path.Dir(dir) {
			if other, ok := at[dir]; ok {
				return other, f, true
			}
		}
	}
	return a, b, false
}
