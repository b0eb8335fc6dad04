package build

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// IsDocker reports whether the process was started under the name docker, which is
// what kustomize calls.
func IsDocker() bool { return filepath.Base(os.Args[0]) == "docker" }

// ReachesOut reports whether such a process builds a folder, for Render and Inputs,
// and may fetch something on the way. One that runs a function has no network.
func ReachesOut() bool { return len(os.Args) > 1 && os.Args[1] == buildVerb }

// Docker runs as the docker that kustomize calls, and returns the exit code.
func Docker() int {
	if ReachesOut() {
		return buildProcess()
	}
	code, err := docker(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "kurumi build:", err)
		return 1
	}
	return code
}

// docker runs the function in an image. That it failed is recorded for the build,
// which then needs no word of kustomize's about it.
func docker(args []string) (code int, err error) {
	b, err := current()
	if err != nil {
		return 0, err
	}
	c, err := parseRun(args)
	if err != nil && b.Docker {
		return b.realDocker(args, os.Stdin) // for a program that the user allowed
	}
	if err != nil {
		return 0, err
	}
	in, err := io.ReadAll(os.Stdin)
	if err != nil {
		return 0, fmt.Errorf("reading what kustomize sends to %s: %w", c.image, err)
	}
	r := newRun(b.Here, in)
	defer func() {
		r.Code = code
		if err != nil {
			r.Code = 1
		}
		err = errors.Join(err, b.record(r))
	}()
	return b.runImage(c, r, args, in)
}

func (b *session) runImage(c container, r *run, args []string, in []byte) (int, error) {
	if c.image == guardImage {
		return b.runGuard(r, in)
	}
	if b.refused() {
		_, err := os.Stdout.Write(in) // as if it changed nothing
		return 0, err
	}
	f := b.function(c.image)
	if f == nil && b.Docker {
		return b.realDocker(args, bytes.NewReader(in))
	}
	if f == nil {
		return 0, fmt.Errorf("%s %w", r, foreignImage(c.image))
	}
	warning, err := checkVersion(f, c.image, krm.Version())
	if err != nil {
		return 0, fmt.Errorf("%s: %w", r, err)
	}
	if warning != "" {
		r.Warnings = append(r.Warnings, warning)
	}
	r.Warnings = append(r.Warnings, b.vainMounts(r, c.mounts, in)...)
	r.Function = f.Name
	return b.run(f, r, c.env, in)
}

// run runs a function as it would run in its container: with the variables that
// kustomize passes and no other, but for the keys, which are the operator's. Mounts
// are not followed: a file is looked for in the folder of the kustomization.
func (b *session) run(f *krm.Function, r *run, env []string, in []byte) (int, error) {
	if err := containerEnv(env); err != nil {
		return 0, err
	}
	opts, err := b.options(f)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", f.Name, err)
	}
	var out, said bytes.Buffer
	in, previews, err := b.withPreviewHost(f, in)
	if err != nil {
		return 0, err
	}
	r.Previews = previews
	code := f.CommandList(bytes.NewReader(in), &out, io.MultiWriter(os.Stderr, &said), opts)
	r.Told = toldWarnings(said.String())
	if f.Keys && code == 0 {
		r.Sealed = sealedValues(out.Bytes())
	}
	if b.Inputs == f.Name || b.Inputs != "" && f.Kind == krm.PipelineKind {
		r.Input = in
	}
	_, err = os.Stdout.Write(out.Bytes())
	return code, err
}

// containerEnv sets the environment of a container. A variable without a value is
// taken from the environment as it is.
func containerEnv(env []string) error {
	const keys = "KURUMI_KEYS"
	passed := []string{keys + "=" + os.Getenv(keys)}
	for _, e := range env {
		name, _, given := strings.Cut(e, "=")
		if host, ok := os.LookupEnv(name); !given && ok {
			e, given = name+"="+host, true
		}
		if given && name != keys {
			passed = append(passed, e)
		}
	}
	os.Clearenv()
	for _, e := range passed {
		name, value, _ := strings.Cut(e, "=")
		if err := os.Setenv(name, value); err != nil {
			return fmt.Errorf("the variable %q of a function: %w", name, err)
		}
	}
	return nil
}

// realDocker hands a call on to the docker of the user.
func (b *session) realDocker(args []string, in io.Reader) (int, error) {
	// Should that be a link to this binary too, it belongs to no build.
	if err := errors.Join(os.Setenv("PATH", b.Path), os.Unsetenv(folderVariable)); err != nil {
		return 0, err
	}
	cmd := exec.Command("docker", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// A container is a call of docker run.
type container struct {
	image       string
	env, mounts []string
}

// withValue is the flags of docker run that kustomize gives with a value behind
// them.
var withValue = map[string]bool{"-a": true, "-e": true, "--network": true, "--user": true, "--mount": true, "--name": true}

// parseRun reads the arguments that kustomize calls docker with: the image is the
// last one.
func parseRun(args []string) (container, error) {
	var c container
	if len(args) == 0 || args[0] != "run" {
		return c, fmt.Errorf("this docker is kurumi's and runs its functions for kustomize; it knows docker run alone, and not docker %s", strings.Join(args, " "))
	}
	for i := 1; i < len(args); i++ {
		switch arg := args[i]; {
		case withValue[arg] && i+1 < len(args):
			i++
			switch arg {
			case "-e":
				c.env = append(c.env, args[i])
			case "--mount":
				c.mounts = append(c.mounts, args[i])
			}
		case strings.HasPrefix(arg, "-"):
		case i == len(args)-1:
			c.image = arg
		default:
			return c, fmt.Errorf("this docker is kurumi's, and does not understand docker %s", strings.Join(args, " "))
		}
	}
	if c.image == "" {
		return c, fmt.Errorf("docker %s names no image", strings.Join(args, " "))
	}
	return c, nil
}
