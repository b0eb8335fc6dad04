package render

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

func TestMain(m *testing.M) {
	if build.IsDocker() {
		os.Exit(build.Docker())
	}
	testscript.Main(m, map[string]func(){
		"kurumi":       func() { kurumi(build.Command()) },
		"kurumi-fast":  func() { kurumi(fastBuild()) },
		"kurumi-dance": func() { exchange = noExchange; kurumi(fastBuild()) },
	})
}

// Each file in testdata is the whole story of one thing.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"stamp": stamp, "same": same, "only": only,
		},
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") != "",
	})
}

func kurumi(build *cobra.Command) {
	root := &cobra.Command{Use: "kurumi", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Command(), build)
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// fastBuild prints the manifests beside a kustomization. A file hang makes it start
// a process that minds no signal, write which one into the file pid, and wait for a
// signal, on which it tidies up.
func fastBuild() *cobra.Command {
	return &cobra.Command{Use: "build", RunE: func(_ *cobra.Command, args []string) error {
		if _, err := os.Stat(filepath.Join(args[0], "hang")); err == nil {
			asked := make(chan os.Signal, 1)
			signal.Notify(asked, syscall.SIGTERM)
			sleep := exec.Command("sh", "-c", "trap '' TERM; sleep 60")
			if err := sleep.Start(); err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(args[0], "pid"), []byte(strconv.Itoa(sleep.Process.Pid)), 0o600); err != nil {
				return err
			}
			<-asked
			return os.WriteFile(filepath.Join(args[0], "tidied"), nil, 0o600)
		}
		text, err := os.ReadFile(filepath.Join(args[0], "all.yaml"))
		if err != nil {
			return err
		}
		_, err = os.Stdout.Write(text)
		return err
	}}
}

func noExchange(*os.File, string, string) error { return errors.ErrUnsupported }

// stamp remembers which files these are, by inode and time of change.
func stamp(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("stamp knows no negation")
	}
	for _, name := range args {
		ts.Setenv("stamp:"+name, identity(ts, name))
	}
}

// same checks that files were not touched since stamp.
func same(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		was := ts.Getenv("stamp:" + name)
		if was == "" {
			ts.Fatalf("%s has no stamp", name)
		}
		if is := identity(ts, name); (is == was) == neg {
			ts.Fatalf("%s: %s, now %s", name, was, is)
		}
	}
}

func identity(ts *testscript.TestScript, name string) string {
	info, err := os.Lstat(ts.MkAbs(name))
	ts.Check(err)
	inode := info.Sys().(*syscall.Stat_t).Ino
	return fmt.Sprint(inode, info.ModTime().UnixNano())
}

// only checks what is in a folder, hidden files included.
func only(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: only folder [name ...]")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got, want := strings.Join(names, " "), strings.Join(args[1:], " "); got != want {
		ts.Fatalf("%s holds: %s\nbut not: %s", args[0], got, want)
	}
}
