package secret

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// scripted is an editor. In its nth run it keeps what it was given as seen<n>, and
// then does what round<n> says: lines of "pattern => text", or, if there is none of
// those, the text itself.
func scripted() {
	path := os.Args[len(os.Args)-1]
	text, err := os.ReadFile(path)
	check(err)
	n := 1
	for exists(fmt.Sprint("seen", n)) {
		n++
	}
	check(os.WriteFile(fmt.Sprint("seen", n), text, 0o600))
	check(os.WriteFile(path+"~", text, 0o600)) // as editors do
	file, err := os.Stat(path)
	check(err)
	dir, err := os.Stat(filepath.Dir(path))
	check(err)
	check(os.WriteFile("modes", fmt.Appendf(nil, "%v %v\n", dir.Mode(), file.Mode()), 0o600))
	check(os.WriteFile("where", []byte(filepath.Dir(path)), 0o600))
	round, err := os.ReadFile(fmt.Sprint("round", n))
	if err != nil {
		return
	}
	if strings.Contains(string(round), " =>") {
		for line := range strings.Lines(string(round)) {
			was, is, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " =>")
			is = strings.ReplaceAll(strings.TrimPrefix(is, " "), `\n`, "\n")
			pattern := regexp.MustCompile("(?m)" + was)
			if !pattern.Match(text) {
				check(fmt.Errorf("no %q to edit in:\n%s", was, text))
			}
			text = pattern.ReplaceAll(text, []byte(is))
		}
		round = text
	}
	check(os.WriteFile(path, round, 0o600))
}

// crash is an editor that does something, and fails.
func crash() {
	path := os.Args[len(os.Args)-1]
	check(os.WriteFile("where", []byte(filepath.Dir(path)), 0o600))
	check(os.WriteFile(path, []byte("half"), 0o600))
	os.Exit(3)
}

// dawdle is an editor that waits to be ended.
func dawdle() {
	path := os.Args[len(os.Args)-1]
	check(os.WriteFile(filepath.Join(filepath.Dir(path), ".secret.yaml.swp"), []byte(marker), 0o600))
	check(os.WriteFile(os.Getenv("WHERE")+".new", fmt.Appendf(nil, "%d %s", os.Getpid(), filepath.Dir(path)), 0o600))
	check(os.Rename(os.Getenv("WHERE")+".new", os.Getenv("WHERE")))
	time.Sleep(time.Minute)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "editor:", err)
		os.Exit(4)
	}
}

// mode MODE FILE checks a file's mode.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if is := fmt.Sprintf("%o", info.Mode().Perm()); is != args[0] {
		ts.Fatalf("%s has mode %s, not %s", args[1], is, args[0])
	}
}

// stamp FILE sets a file's time to one that is long gone.
func stamp(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		ts.Check(os.Chtimes(ts.MkAbs(name), longGone, longGone))
	}
}

var longGone = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// same FILE checks that nobody wrote to a file since it was stamped.
func same(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		info, err := os.Stat(ts.MkAbs(name))
		ts.Check(err)
		if info.ModTime().Equal(longGone) == neg {
			ts.Fatalf("%s: written since: %v", name, !neg)
		}
	}
}
