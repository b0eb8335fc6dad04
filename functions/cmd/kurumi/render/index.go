package render

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// indexName is the file that lists what render wrote. It has no extension, so that
// nobody takes it for a manifest.
const indexName = ".kurumi-render"

const indexHead = `# The files that kurumi render wrote into this folder. Commit it with them: what is
# not listed is somebody else's, and kurumi render does not touch it.
`

// isIndex tells the files that are about what render wrote.
func isIndex(at string) bool { return at == indexName || at == versionsName }

// rendered is the path of a file that render writes. An index comes with a pull
// request, so that no other path in it is believed.
var rendered = lazyregexp.New(`^([A-Za-z0-9][-A-Za-z0-9._]*)/([a-z][-a-z0-9._]*\.yaml)$`)

// readIndex is the paths in an index. What git puts between the two sides of a
// merge does not matter: both sides were written by render.
func readIndex(data []byte) (map[string]bool, error) {
	paths := map[string]bool{}
	number := 0
	for line := range bytes.Lines(data) {
		number++
		path := strings.TrimRight(string(line), "\r\n")
		switch {
		case rendered.MatchString(path):
			paths[path] = true
		case path != "" && path[0] != '#' && !isConflictMarker(path):
			return nil, fmt.Errorf("line %d: %q is no file that kurumi render writes; restore the file, or remove it together with what is beside it", number, path)
		}
	}
	return paths, nil
}

func isConflictMarker(line string) bool {
	return slices.ContainsFunc([]string{"<<<<<<<", "|||||||", "=======", ">>>>>>>"}, func(marker string) bool {
		return strings.HasPrefix(line, marker)
	})
}

func writeIndex[T any](paths map[string]T) []byte {
	var b strings.Builder
	b.WriteString(indexHead)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		b.WriteString(path + "\n")
	}
	return []byte(b.String())
}
