package secret

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// streams is what the editor is run on.
type streams struct {
	in  io.Reader
	out io.Writer
}

// withEditor calls do with a function that lets the user edit a text. The text is
// in a file of a private folder, which is removed when do returns or panics, and
// on signals.
func withEditor(s streams, do func(edit func(text string) ([]byte, error)) error) (err error) {
	signals := make(chan os.Signal, 8)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(sig) { // nohup means it
			signal.Notify(signals, sig)
		}
	}
	defer signal.Stop(signals)
	dir, err := os.MkdirTemp(privateParent(), "kurumi-edit-") // 0700
	if err != nil {
		return err
	}
	defer func() {
		if failed := os.RemoveAll(dir); failed != nil {
			err = errors.Join(err, fmt.Errorf("the text that was edited could not be removed; remove %s: %w", dir, failed))
		}
	}()
	path := filepath.Join(dir, "secret.yaml")
	return do(func(text string) ([]byte, error) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return nil, err
		}
		if err := runEditor(s, path, signals); err != nil {
			return nil, err
		}
		return os.ReadFile(path)
	})
}

// runEditor waits for the editor. Ctrl-C and Ctrl-\ are the editor's: a terminal
// sends them to all that runs on it, and most editors live on. The other signals
// end it.
func runEditor(s streams, path string, signals <-chan os.Signal) error {
	cmd := editorCommand(path)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = s.in, s.out, os.Stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("the editor does not start: %w; name another one in VISUAL or EDITOR", err)
	}
	var failed error
	ended := make(chan struct{})
	go func() {
		failed = cmd.Wait()
		close(ended)
	}()
	for {
		select {
		case <-ended:
			if failed != nil {
				return fmt.Errorf("the editor (%s) ended with: %w", editorName(), failed)
			}
			return pending(signals)
		case sig := <-signals:
			if isKeyboards(sig) {
				continue
			}
			endEditor(cmd, sig, ended)
			return interrupted(sig)
		}
	}
}

func isKeyboards(sig os.Signal) bool { return sig == os.Interrupt || sig == syscall.SIGQUIT }

func interrupted(sig os.Signal) error { return fmt.Errorf("ended by a signal (%v)", sig) }

// endEditor passes a signal on, and makes sure that the editor writes no more.
func endEditor(cmd *exec.Cmd, sig os.Signal, ended <-chan struct{}) {
	_ = cmd.Process.Signal(sig) // it may have ended by itself
	select {
	case <-ended:
	case <-time.After(time.Second):
		_ = cmd.Process.Kill()
		<-ended
	}
}

// pending looks for a signal that came just before the editor ended.
func pending(signals <-chan os.Signal) error {
	for {
		select {
		case sig := <-signals:
			if !isKeyboards(sig) {
				return interrupted(sig)
			}
		default:
			return nil
		}
	}
}

// editorName is what VISUAL or EDITOR says, else vi.
func editorName() string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if value := strings.TrimSpace(os.Getenv(name)); value != "" {
			return value
		}
	}
	return "vi"
}

// editorCommand opens a file in the editor. More than words with spaces between
// them goes through the shell, as with git and kubectl.
func editorCommand(path string) *exec.Cmd {
	editor := editorName()
	if strings.ContainsAny(editor, "|&;<>()$`\\\"'*?[#~=%\n") {
		return exec.Command("sh", "-c", editor+` "$@"`, "editor", path)
	}
	words := strings.Fields(editor)
	return exec.Command(words[0], append(words[1:], path)...)
}
