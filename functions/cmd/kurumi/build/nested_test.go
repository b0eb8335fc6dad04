package build

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Bases over bases, a component, configs in files, in a list, inline,
// generated and patched, in an order that shows who ran when, with kustomize's
// annotations that tell where everything comes from.
const nested = "testdata/nested/overlay"

func TestANestedKustomizationIsBuiltAsKustomizeBuildsIt(t *testing.T) {
	want := sameBuild(t, "", nested)
	require.Zero(t, want.code, want.stderr)
	for _, part := range []string{
		"kind: Rollout\n", "host: www-base.preview.example.com\n", "name: pr-second-api\n", "- status-component.preview.example.com\n",
		"- one-list.preview.example.com\n  - two-patched.preview.example.com\n",
		"configuredIn: ../made/patched.yaml\n", "name: generated\n", "path: ../base/shop.yaml\n", "managed-by: kustomize-",
	} {
		assert.Contains(t, want.stdout, part)
	}
}

// What kustomize does with real containers is the measure of it all.
func TestContainersGiveTheSame(t *testing.T) {
	if out, err := exec.Command("docker", "version").CombinedOutput(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("docker cannot be used, and with CI=true nothing is skipped: %s", out)
		}
		t.Skipf("NOT TESTED for want of docker: %s", out)
	}
	images := exec.CommandContext(t.Context(), "make", "--silent", "-C", "../../../..", "images", "FUNCTIONS=preview-host rollout-convert")
	made := runCommand(t, images, "MAKEFLAGS=", "MAKELEVEL=", "MFLAGS=")
	require.Zero(t, made.code, made.stdout+made.stderr)
	kustomize, err := pinnedKustomize()
	require.NoError(t, err)
	for _, dir := range []string{nested, "../../../../examples/preview-environment/overlays/staging"} {
		want := runCommand(t, exec.CommandContext(t.Context(), kustomize, "build", "--enable-alpha-plugins", "--network", dir))
		require.Zero(t, want.code, want.stderr)
		got := kurumiBuild(t, "", dir)
		sameText(t, want.stdout, got.stdout)
		assert.Equal(t, want.stderr, got.stderr)
	}
}

const remoteConfig = `apiVersion: kurumi.dev/v1alpha1
kind: PreviewHost
metadata:
  name: remote
  annotations:
    config.kubernetes.io/function: "SPEC"
spec: {host: remote.preview.example.com, whenMissing: leave}
`

// serveConfig serves a config, and is the address.
func serveConfig(t *testing.T, spec string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(strings.ReplaceAll(remoteConfig, "SPEC", spec)))
	}))
	t.Cleanup(server.Close)
	return server.URL + "/remote.yaml"
}

// repository makes a git repository in which an overlay has the config of a folder
// beside it, and is its address.
func repository(t *testing.T, spec string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "overlay/kustomization.yaml", "resources: [app.yaml]\ntransformers: [../made]\n")
	write(t, dir, "overlay/app.yaml", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: remote}, spec: {rules: [{host: r.example.com}]}}\n")
	write(t, dir, "made/kustomization.yaml", "resources: [fn.yaml]\n")
	write(t, dir, "made/fn.yaml", strings.ReplaceAll(remoteConfig, "SPEC", spec))
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"},
		{"add", "."},
		{"-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", "all"},
	} {
		out, err := exec.CommandContext(t.Context(), "git", append([]string{"-C", dir}, args...)...).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	return "file://" + dir
}

// remoteOverlay makes an overlay of resources and configs from elsewhere.
func remoteOverlay(t *testing.T, resource, config string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "app.yaml", "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: app}, spec: {rules: [{host: www.example.com}]}}\n")
	write(t, dir, "kustomization.yaml", "buildMetadata: [originAnnotations, transformerAnnotations]\nresources: [app.yaml, \""+resource+"\"]\ntransformers: [\""+config+"\"]\n")
	return dir
}

func TestConfigsFromElsewhereAreBuiltAsKustomizeBuildsThem(t *testing.T) {
	t.Setenv("GIT_CONFIG_COUNT", "1") // a clone of a folder
	t.Setenv("GIT_CONFIG_KEY_0", "protocol.file.allow")
	t.Setenv("GIT_CONFIG_VALUE_0", "always")
	const ours = "container: {image: ghcr.io/kurumi-krm/preview-host:v0.1.0}"
	repo := repository(t, ours)
	for name, dir := range map[string]string{
		"URL":        remoteOverlay(t, repo+"//overlay?ref=main", serveConfig(t, ours)),
		"repository": remoteOverlay(t, repo+"//overlay?ref=main", repo+"//made?ref=main"),
	} {
		t.Run(name, func(t *testing.T) {
			want := sameBuildAs(t, kurumiBuildOn(t, os.Getenv("PATH"), "", dir), "", dir)
			require.Zero(t, want.code, want.stderr)
			assert.Equal(t, 2, strings.Count(want.stdout, "- host: remote.preview.example.com"))
		})
	}
}

func TestProgramsFromElsewhereAreRefused(t *testing.T) {
	ours, foreign := repository(t, "container: {image: ghcr.io/kurumi-krm/preview-host}"), repository(t, "exec: {path: ./tool}")
	for name, dir := range map[string]string{
		"URL":                    remoteOverlay(t, ours+"//overlay?ref=main", serveConfig(t, "exec: {path: ./tool}")),
		"repository":             remoteOverlay(t, ours+"//overlay?ref=main", foreign+"//made?ref=main"),
		"base of its own config": remoteOverlay(t, foreign+"//overlay?ref=main", ours+"//made?ref=main"),
	} {
		t.Run(name, func(t *testing.T) {
			got := kurumiBuildOn(t, os.Getenv("PATH"), "", dir)
			assert.Equal(t, 1, got.code)
			assert.Empty(t, got.stdout)
			assert.Contains(t, got.stderr, "PreviewHost remote: runs the program ./tool, which is none of kurumi's functions")
		})
	}
}

// An attacker's folder that is called like an address is not what kustomize reads.
func TestAFileThatIsCalledLikeAURLDoesNotHideIt(t *testing.T) {
	address := serveConfig(t, "exec: {path: ./tool}")
	ours := repository(t, "container: {image: ghcr.io/kurumi-krm/preview-host}")
	dir := remoteOverlay(t, ours+"//overlay?ref=main", address)
	write(t, dir, filepath.FromSlash(address), strings.ReplaceAll(remoteConfig, "SPEC", "container: {image: ghcr.io/kurumi-krm/preview-host}"))
	got := kurumiBuildOn(t, os.Getenv("PATH"), "", dir)
	assert.Equal(t, 1, got.code)
	assert.Contains(t, got.stderr, "runs the program ./tool")
}
