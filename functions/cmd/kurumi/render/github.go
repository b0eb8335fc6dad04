package render

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// maxAnnotation is how much of a diff an annotation shows, in bytes.
const maxAnnotation = 4000

// What a workflow command takes as its end or as a separator.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub writes a workflow command for each file, on a line of its own. Nothing
// out of a file gets to the start of a line, where it could be one, too.
func writeGitHub(w io.Writer, findings []finding) error {
	for _, f := range findings {
		text := tell.Clean(f.Diff)
		if len(text) > maxAnnotation {
			end := maxAnnotation
			for !utf8.RuneStart(text[end]) {
				end--
			}
			text = text[:end] + "\n(cut; kurumi render --check shows all of it)"
		}
		message := fmt.Sprintf("%s is %s; run kurumi render and commit it\n%s", f.File, f.State.words(), text)
		_, err := fmt.Fprintf(w, "::error file=%s,line=%d,title=kurumi render::%s\n", inProperty.Replace(f.File), max(f.Line, 1), inMessage.Replace(message))
		if err != nil {
			return err
		}
	}
	return nil
}

func (s state) words() string {
	return map[state]string{missing: "missing", changed: "not up to date", leftover: "left over from an earlier render"}[s]
}
