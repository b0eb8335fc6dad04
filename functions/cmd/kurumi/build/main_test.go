package build

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func TestMain(m *testing.M) {
	switch {
	case IsDocker() && os.Getenv(plainDocker) != "":
		os.Exit(plainContainer())
	case IsDocker():
		os.Exit(Docker())
	}
	testscript.Main(m, map[string]func(){"kurumi": kurumi})
}

// Each file in testdata is the whole story of one thing.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		Cmds:          map[string]func(ts *testscript.TestScript, neg bool, args []string){"clean": clean},
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
		Setup: func(env *testscript.Env) error {
			tmp := filepath.Join(env.WorkDir, "tmp")
			env.Setenv("TMPDIR", tmp)
			env.Setenv("HOME", env.WorkDir)
			return os.Mkdir(tmp, 0o755)
		},
	})
}

// kurumi is the command.
func kurumi() {
	root := &cobra.Command{Use: "kurumi", Version: krm.Version(), SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Command())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// clean checks that nothing temporary is left.
func clean(ts *testscript.TestScript, _ bool, _ []string) {
	left, err := os.ReadDir(ts.Getenv("TMPDIR"))
	ts.Check(err)
	if len(left) > 0 {
		ts.Fatalf("left behind: %v", left)
	}
}
