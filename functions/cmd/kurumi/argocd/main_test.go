package argocd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

func TestMain(m *testing.M) {
	if build.IsDocker() {
		os.Exit(build.Docker())
	}
	testscript.Main(m, map[string]func(){"kurumi": kurumi})
}

// Each file in testdata is the whole story of one thing.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../../../examples")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"clean":              clean,
			"each-is-for-kurumi": discovers(true),
			"each-is-for-others": discovers(false),
		},
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
		Setup: func(env *testscript.Env) error {
			tmp := filepath.Join(env.WorkDir, "tmp")
			env.Setenv("TMPDIR", tmp)
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("EXAMPLES", examples)
			return os.Mkdir(tmp, 0o755)
		},
	})
}

func kurumi() {
	root := &cobra.Command{Use: "kurumi", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Command(), build.Command())
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

// discovers checks what discover makes of some folders. It never fails.
func discovers(want bool) func(ts *testscript.TestScript, neg bool, args []string) {
	return func(ts *testscript.TestScript, _ bool, folders []string) {
		for _, folder := range folders {
			ts.Check(ts.Chdir(ts.MkAbs(filepath.Join(ts.Getenv("WORK"), folder))))
			ts.Check(ts.Exec("kurumi", "argocd", "discover"))
			name := strings.TrimSpace(ts.ReadFile("stdout"))
			if said := ts.ReadFile("stderr"); said != "" {
				ts.Fatalf("%s: it said %s", folder, said)
			}
			if got := name != ""; got != want {
				ts.Fatalf("%s: %q was found", folder, name)
			}
		}
	}
}
