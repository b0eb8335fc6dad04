package build

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// folderVariable is how the processes that kustomize starts find the folder of
// the build that they belong to.
const folderVariable = "KURUMI_BUILD"

// KeepsVariable is set by whoever starts a build and keeps the earlier versions of
// objects himself, as kurumi render does. The functions then say which objects have
// any.
const KeepsVariable = "KURUMI_KEEPS"

// settings is what the operator of a build said. They are handed to the functions'
// processes in a file, as kustomize hands on no more than a kustomization says.
type settings struct {
	Functions map[string]string // functions by further images, without tag
	Keys      string            // folder, absolute; empty for what the environment says
	Path      string            // PATH as it was
	Here      string            // the folder that the user is in
	Docker    bool              // other images go to the real docker
	Exec      bool              // other programs may be run
	Inputs    string            // the function whose input is kept
	Keeps     bool              // see KeepsVariable

	PreviewHost string // see Changes
}

// A session is one build and its private folder.
type session struct {
	settings

	dir     string
	restore []func() error
	stop    func() // no longer mind signals
}

// open makes the private folder, and sets the environment that kustomize and the
// functions' processes find.
func open(s settings) (*session, error) {
	s.Path = os.Getenv("PATH")
	signals := notified()                         // from before there is a folder
	dir, err := os.MkdirTemp("", "kurumi-build-") // 0700
	if err != nil {
		signal.Stop(signals)
		return nil, fmt.Errorf("a build needs a folder for temporary files; set TMPDIR to one that can be written: %w", err)
	}
	if resolved, err := filepath.EvalSymlinks(dir); err == nil {
		dir = resolved // as kustomize names files
	}
	b := &session{settings: s, dir: dir}
	b.stop = b.removeOn(signals)
	if err := b.prepare(); err != nil {
		return nil, errors.Join(err, b.close())
	}
	return b, nil
}

func (b *session) prepare() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	for _, dir := range []string{b.bin(), b.noPlugins(), b.runs()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return err
		}
	}
	if err := os.Symlink(self, filepath.Join(b.bin(), "docker")); err != nil {
		return err
	}
	text, err := json.Marshal(b.settings)
	if err != nil {
		return err
	}
	if err := os.WriteFile(settingsFile(b.dir), text, 0o600); err != nil {
		return err
	}
	if !b.Docker {
		// kustomize also runs programs that it finds there by a config's kind, and
		// would do so before we tell that this is an error.
		err = b.setenv("KUSTOMIZE_PLUGIN_HOME", b.noPlugins())
	}
	return errors.Join(err,
		b.setenv(folderVariable, b.dir),
		b.setenv("PATH", b.bin()+string(os.PathListSeparator)+b.Path))
}

// options is what a function may do: read its folder, and use the keys if it takes
// any.
func (b *session) options(f *krm.Function) (opts krm.Options, err error) {
	opts = krm.Options{Now: time.Now(), Keeps: b.Keeps}
	if opts.Dir, err = os.Getwd(); err != nil {
		return opts, err
	}
	root, err := os.OpenRoot(".")
	if err != nil {
		return opts, err
	}
	opts.Files = root.FS()
	if f.Keys {
		opts.Keys, err = krm.OperatorKeys(b.Keys)
	}
	return opts, err
}

func settingsFile(dir string) string { return filepath.Join(dir, "settings.json") }
func (b *session) bin() string       { return filepath.Join(b.dir, "bin") }
func (b *session) noPlugins() string { return filepath.Join(b.dir, "plugins") }
func (b *session) runs() string      { return filepath.Join(b.dir, "runs") }
func (b *session) noHelm() string    { return filepath.Join(b.dir, "no-helm") }

func (b *session) setenv(name, value string) error {
	old, had := os.LookupEnv(name)
	b.restore = append(b.restore, func() error {
		if had {
			return os.Setenv(name, old)
		}
		return os.Unsetenv(name)
	})
	return os.Setenv(name, value)
}

// close puts the environment back and removes the folder.
func (b *session) close() error {
	var all []error
	for _, restore := range b.restore {
		all = append(all, restore())
	}
	if err := os.RemoveAll(b.dir); err != nil {
		all = append(all, fmt.Errorf("the build's temporary folder could not be removed; remove %s: %w", b.dir, err))
	}
	b.stop()
	return errors.Join(all...)
}

// notified is where the signals arrive that tell the process to end.
func notified() chan os.Signal {
	signals := make(chan os.Signal, 1)
	for _, sig := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(sig) { // nohup means it
			signal.Notify(signals, sig)
		}
	}
	return signals
}

// removeOn removes the folder when a signal arrives, and ends the process: kustomize
// cannot be stopped half way. The function that it returns takes that back.
func (b *session) removeOn(signals chan os.Signal) (stop func()) {
	done := make(chan struct{})
	go func() {
		select {
		case <-done:
		case sig := <-signals:
			err := os.RemoveAll(b.dir)
			for tries := 0; err != nil && tries < 100; tries++ { // somebody is just adding to it
				err = os.RemoveAll(b.dir)
			}
			if err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
			fmt.Fprintf(os.Stderr, "kurumi build: ended by a signal (%v)\n", sig)
			os.Exit(1)
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

// current is the settings of the build that this process belongs to. A process
// that kustomize started without kurumi build belongs to none, and gets no leave.
func current() (*session, error) {
	dir := os.Getenv(folderVariable)
	if dir == "" {
		return &session{settings: settings{Path: os.Getenv("PATH")}}, nil
	}
	text, err := os.ReadFile(settingsFile(dir))
	if err != nil {
		return nil, fmt.Errorf("the build that %s names is over: %w", folderVariable, err)
	}
	b := &session{dir: dir}
	return b, json.Unmarshal(text, &b.settings)
}
