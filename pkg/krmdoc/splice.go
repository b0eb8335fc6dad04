package krmdoc

import (
	"fmt"
	"strings"
)

const markerEnd = "<!-- /generated -->"

// Splice replaces what stands between the markers of a generated part:
//
//	<!-- generated:reference -->
//	<!-- /generated -->
//
// where marker is the part's name, reference. It is an error if the markers are
// missing, doubled or not closed, for then it is not known what may go.
func Splice(readme, marker, generated string) (string, error) {
	begin := "<!-- generated:" + marker + " -->"
	if strings.Contains(generated, "<!-- generated:") || strings.Contains(generated, markerEnd) {
		return "", fmt.Errorf("the generated text has a marker of its own")
	}
	before, after, ok := strings.Cut(readme, begin)
	switch {
	case !ok:
		return "", fmt.Errorf("there is no line %s", begin)
	case strings.Contains(after, begin):
		return "", fmt.Errorf("there is more than one line %s", begin)
	}
	_, rest, ok := strings.Cut(after, markerEnd)
	if !ok {
		return "", fmt.Errorf("after %s there is no line %s", begin, markerEnd)
	}
	if replaced := strings.TrimSuffix(after, markerEnd+rest); strings.Contains(replaced, "<!-- generated:") {
		return "", fmt.Errorf("another generated part begins inside of %s", begin)
	}
	if next, _, _ := strings.Cut(rest, "<!-- generated:"); strings.Contains(next, markerEnd) {
		return "", fmt.Errorf("after %s there is more than one line %s", begin, markerEnd)
	}
	return before + begin + "\n\n" + strings.TrimSpace(generated) + "\n\n" + markerEnd + rest, nil
}
