package secret

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"kurumi":   kurumi,
		"unseal":   unseal,
		"scripted": scripted,
		"crash":    crash,
		"dawdle":   dawdle,

		"dress":      dress,
		"nameless":   nameless,
		"same-frame": sameFrame,
		"as-json":    asJSON,
		"append":     appendTo,
		"gone":       gone,
		"to-base":    toBase,

		"points-to": pointsTo,

		"one-line-differs": oneLineDiffers,
	})
}

// Each file in testdata is the whole story of one command.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		Cmds:          map[string]func(ts *testscript.TestScript, neg bool, args []string){"mkkey": mkkey, "mode": mode, "stamp": stamp, "same": same},
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("EDITOR", "scripted")
			env.Setenv("XDG_RUNTIME_DIR", "")
			return nil
		},
	})
}

// marker is in every plaintext of the tests.
const marker = "s3cr3t"

// kurumi is the command, and fails if it tells a plaintext.
func kurumi() {
	var stderr bytes.Buffer
	root := &cobra.Command{Use: "kurumi", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Command())
	root.SetErr(&stderr)
	err := root.Execute()
	if err != nil {
		fmt.Fprintln(&stderr, err)
	}
	os.Stderr.Write(stderr.Bytes())
	if strings.Contains(stderr.String(), marker) {
		fmt.Fprintln(os.Stderr, "LEAK: a plaintext is on stderr")
		os.Exit(99)
	}
	if err != nil {
		os.Exit(1)
	}
}
