package kev

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"kurumi": kurumi, "docker": kurumi})
}

// Each file in testdata is the whole story of one command.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
		Cmds:          map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits},
	})
}

// exits CODE COMMAND ... fails unless the command has this exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	code := 0
	err := ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("the exit code is %d, and should be %s", code, args[0])
	}
}

// kurumi is the command.
func kurumi() {
	if build.IsDocker() {
		os.Exit(build.Docker())
	}
	root := &cobra.Command{Use: "kurumi", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Command())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		if failure, ok := errors.AsType[*Failure](err); ok {
			os.Exit(failure.ExitCode())
		}
		os.Exit(3) // the command has no other errors
	}
}
