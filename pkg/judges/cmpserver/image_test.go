package cmpserver

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func docker(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "docker", args...).CombinedOutput()
	require.NoError(t, err, "docker %s\n%s", strings.Join(args, " "), out)
	return strings.TrimSpace(string(out))
}

// needDocker skips the test where there is none, but for CI.
func needDocker(t *testing.T) {
	t.Helper()
	if err := exec.CommandContext(t.Context(), "docker", "version").Run(); err != nil && os.Getenv("CI") == "" {
		t.Skipf("*** NOT TESTED: docker version: %v ***", err)
	}
}

// image builds the image as make images does, of a kurumi that is built here.
func image(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	files := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(files, ".image"), os.DirFS(filepath.Join(root, ".image"))))
	require.NoError(t, os.CopyFS(filepath.Join(files, "functions/cmd/kurumi/argocd/deploy"), os.DirFS(deploy)))
	bin := filepath.Join(files, "bin", "linux_"+runtime.GOARCH)
	require.NoError(t, os.MkdirAll(bin, 0o755))
	require.NoError(t, os.Link(built(t, kurumi), filepath.Join(bin, "kurumi")))
	name := "kurumi-judge:" + strings.ToLower(filepath.Base(filepath.Dir(files)))
	docker(t, "build", "--file", filepath.Join(root, "functions/cmd/kurumi/Dockerfile"), "--target", "kurumi", "--build-arg", "TARGETARCH="+runtime.GOARCH, "--tag", name, files)
	t.Cleanup(func() { _ = exec.Command("docker", "rmi", "--force", name).Run() })
	return name
}

// startImage starts the server in the image, as the patch of the repo-server has it.
// A fresh emptyDir is writable for everybody.
func startImage(t *testing.T) (container string) {
	t.Helper()
	name := image(t)
	s := &server{sockets: filepath.Join(t.TempDir(), "s")}
	require.NoError(t, os.Mkdir(s.sockets, 0o700))
	require.NoError(t, os.Chmod(s.sockets, 0o777)) //nolint:gosec // as an emptyDir
	programs := filepath.Join(t.TempDir(), "p")
	require.NoError(t, os.Mkdir(programs, 0o755)) //nolint:gosec // as the init container makes it
	require.NoError(t, os.Link(built(t, cmpServer), filepath.Join(programs, "argocd-cmp-server")))
	container = docker(t, "run", "--detach", "--read-only", "--network", "none", "--user", "999",
		"--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp:mode=1777",
		"--volume", programs+":/var/run/argocd:ro",
		"--volume", s.sockets+":/home/argocd/cmp-server/plugins",
		"--entrypoint", "/var/run/argocd/argocd-cmp-server", name)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(docker(t, "logs", container))
		}
		_ = exec.Command("docker", "rm", "--force", container).Run()
	})
	s.answers(t)
	return container
}

func TestTheImageRunsAsThePatchHasIt(t *testing.T) {
	needDocker(t)
	container := startImage(t)
	assert.ElementsMatch(t, onTheCommandLine(t, examples+"/preview-environment/overlays/staging"),
		preview().env("PREVIEW_HOST", "shop-12.preview.example.com").must(t))
	assert.Contains(t, preview().env("PREVIEW_HOTS", "a").said(t), `there is no variable "PREVIEW_HOTS"; is PREVIEW_HOST meant?`)
	assert.Equal(t, "Plugin", sourceType(t, examples, "preview-environment/overlays/staging"))
	assert.NotContains(t, docker(t, "diff", container), "kurumi", "the root is read-only")
}
