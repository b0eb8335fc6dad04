package image

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
)

func TestMain(m *testing.M) {
	wait = place.Wait{First: time.Millisecond, Most: 5 * time.Millisecond}
	testscript.Main(m, map[string]func(){"kurumi": kurumi, "show": show})
}

// kurumi is the command.
func kurumi() {
	wait = place.Wait{First: time.Millisecond, Most: 5 * time.Millisecond}
	root := &cobra.Command{Use: "kurumi", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Command())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// scripts runs the files of testdata whose names begin in one way. Each is the whole
// story of one command.
func scripts(t *testing.T, prefix string, commands map[string]func(ts *testscript.TestScript, neg bool, args []string)) {
	t.Helper()
	files, err := filepath.Glob("testdata/" + prefix + "-*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	testscript.Run(t, testscript.Params{
		Files:         files,
		Cmds:          commands,
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/.cache")
			env.Setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
			return nil
		},
	})
}
