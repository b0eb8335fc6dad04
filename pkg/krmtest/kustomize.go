package krmtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// ExampleMain is the TestMain of an example. The test's own binary is the docker
// that kustomize finds there: it has one image, and runs the function as the
// container would, without keys.
func ExampleMain(m *testing.M, image string, f *krm.Function) {
	if filepath.Base(os.Args[0]) != "docker" {
		os.Exit(m.Run())
	}
	if got := os.Args[len(os.Args)-1]; got != image {
		fmt.Fprintf(os.Stderr, "docker: this is the test's, which has no image %s\n", got)
		os.Exit(1)
	}
	if err := os.Unsetenv("KURUMI_KEYS"); err != nil {
		panic(err)
	}
	os.Exit(f.Command(nil, os.Stdin, os.Stdout, os.Stderr))
}

// pinnedKustomize builds the kustomize of go.mod, and says where it is.
var pinnedKustomize = sync.OnceValues(func() (string, error) {
	out, err := exec.Command("go", "tool", "-n", "kustomize").Output()
	return strings.TrimSpace(string(out)), err
})

// BuildExample renders a folder of an example with the real kustomize, which is
// told nothing that a README does not tell. A warning is a failure.
func BuildExample(t *testing.T, dir string) string {
	t.Helper()
	kustomize, err := pinnedKustomize()
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	if err := os.Symlink(self, filepath.Join(bin, "docker")); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	cmd := exec.CommandContext(t.Context(), kustomize, "build", "--enable-alpha-plugins", dir)
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil || strings.Contains(stderr.String(), "warning") {
		t.Fatalf("kustomize build %s: %v\n%s", dir, err, &stderr)
	}
	return stdout.String()
}
