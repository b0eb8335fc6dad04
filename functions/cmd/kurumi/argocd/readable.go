package argocd

import (
	"errors"
	"path/filepath"
	"strings"
)

// contents is what kustomize says before it quotes what it could not read: objects,
// patches, literals of a generator. All of these may hold the values of a Secret.
var contents = []string{" with config: `", ": node contents:", "literal sources [", "invalid literal source ", " line [", " [patch: "}

const withheld = " … (the rest is not shown here, since it quotes files: kurumi build says it)"

// readable is an error of a build as it is shown in the UI: with paths as in the
// repository, not as in the copy of it that this request got; without quoted contents;
// and without warnings, which would come first.
func readable(err error, here, path string) error {
	text := strings.TrimPrefix(err.Error(), ".: ")
	for _, mark := range contents {
		if before, _, found := strings.Cut(text, mark); found {
			text = before + withheld
		}
	}
	var lines []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "# Warning: ") {
			lines = append(lines, line)
		}
	}
	return errors.New(strings.TrimSpace(inRepository(strings.Join(lines, ""), here, path)))
}

// inRepository is a text with paths as in the repository.
func inRepository(text, here, path string) string {
	root := strings.TrimSuffix(here, string(filepath.Separator)+filepath.Clean(path))
	for _, dir := range []string{here, root} {
		text = strings.ReplaceAll(text, dir+string(filepath.Separator), "")
		text = strings.ReplaceAll(text, dir, ".")
	}
	return text
}
