package kev

import (
	"fmt"
	"os"
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
	testscript.Run(t, testscript.Params{Dir: "testdata", UpdateScripts: os.Getenv("UPDATE_GOLDEN") != ""})
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
		os.Exit(1)
	}
}
