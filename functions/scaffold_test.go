package functions_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// scaffoldMark is what `make new-function` leaves wherever somebody has to
// decide or to write something.
const scaffoldMark = "TODO(new)"

// What is left to do of a new function, place by place.
func TestNothingIsLeftOfTheScaffold(t *testing.T) {
	each(t, func(t *testing.T, _ *krm.Function, dir string) {
		for _, name := range filesBelow(t, dir) {
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
			require.NoError(t, err)
			n := 0
			for line := range bytes.Lines(text) {
				n++
				if bytes.Contains(line, []byte(scaffoldMark)) {
					t.Errorf("not done: functions/%s/%s:%d: %s", dir, name, n, bytes.TrimSpace(line))
				}
			}
		}
	})
}
