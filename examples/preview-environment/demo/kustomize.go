package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// functionVariable tells this program, called as docker, what to run.
const functionVariable = "DEMO_FUNCTION"

// A kustomize is the real one, with a docker of ours.
type kustomize struct {
	path string // of the program
	bin  string // the folder with our docker
}

// newKustomize finds the kustomize that go.mod pins, building it if need be,
// and puts this program under the name of docker into a folder of its own.
func newKustomize() (*kustomize, error) {
	var stderr strings.Builder
	cmd := exec.Command("go", "tool", "-n", "kustomize")
	cmd.Stderr = &stderr
	path, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("building kustomize: %w\n%s", err, stderr.String())
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	bin, err := os.MkdirTemp("", "demo-")
	if err != nil {
		return nil, err
	}
	k := &kustomize{path: strings.TrimSpace(string(path)), bin: bin}
	if err := os.Symlink(self, filepath.Join(bin, dockerName())); err != nil {
		k.close()
		return nil, err
	}
	return k, nil
}

func (k *kustomize) close() { _ = os.RemoveAll(k.bin) }

// build renders the overlay. The containers that it asks for become runs of the
// given function, or, if that is empty, of one that changes nothing.
func (k *kustomize) build(function string) (string, error) {
	var stdout, stderr strings.Builder
	cmd := exec.Command(k.path, "build", "--enable-alpha-plugins", overlay)
	cmd.Env = append(os.Environ(),
		"PATH="+k.bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		functionVariable+"="+function)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("kustomize build %s: %w\n%s", overlay, err, stderr.String())
	}
	return stdout.String(), nil
}

func dockerName() string {
	if runtime.GOOS == "windows" {
		return "docker.exe"
	}
	return "docker"
}

func calledAsDocker() bool { return filepath.Base(os.Args[0]) == dockerName() }

// asDocker stands in for `docker run … IMAGE`. Only the image of the function
// that the demo is about is known here.
func asDocker() error {
	image := os.Args[len(os.Args)-1]
	name, _, _ := strings.Cut(filepath.Base(image), ":")
	cmd := exec.Command("cat")
	if function := os.Getenv(functionVariable); function != "" {
		if name != strings.TrimSuffix(filepath.Base(function), ".exe") {
			return fmt.Errorf("docker: this is the demo's, which has no image %s", image)
		}
		cmd = exec.Command(function)
		cmd.Env = []string{} // a container has nothing of ours
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(exit.ExitCode()) // it has said why
	}
	return err
}
