package secret

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhichEditorRuns(t *testing.T) {
	for name, test := range map[string]struct {
		visual, editor string
		want           []string
	}{
		"vi, where nothing is said":        {"", " ", []string{"vi", "f"}},
		"EDITOR":                           {"", "nano", []string{"nano", "f"}},
		"VISUAL before EDITOR":             {"emacs", "ed", []string{"emacs", "f"}},
		"words are arguments":              {"", "code  --wait", []string{"code", "--wait", "f"}},
		"quotes are the shell's":           {"", `"my editor" -x`, []string{"sh", "-c", `"my editor" -x "$@"`, "editor", "f"}},
		"so is what is in the environment": {"", "$HOME/bin/e", []string{"sh", "-c", `$HOME/bin/e "$@"`, "editor", "f"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("VISUAL", test.visual)
			t.Setenv("EDITOR", test.editor)
			assert.Equal(t, test.want, editorCommand("f").Args)
		})
	}
}
