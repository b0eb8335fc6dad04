package functions_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// hardened is how a careful operator runs a stranger's image.
var hardened = []string{
	"run", "--rm", "-i", "--read-only", "--network", "none", "--security-opt", "no-new-privileges", "--cap-drop", "ALL",
}

// users are nobody by name, as kustomize and kpt say it; distroless' nonroot;
// and Argo CD's.
var users = []string{"nobody", "65532", "999"}

func TestDockerRunsTheFunctionAsAnyUser(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, dir string) {
		need(t, "docker")
		cases := krmtest.Cases(t, filepath.Join(dir, "testdata"))
		for _, refusal := range []bool{false, true} {
			c := firstCase(t, cases, refusal)
			items, err := (&kio.LocalPackageReader{PackagePath: inputOf(t, c)}).Read()
			require.NoError(t, err)
			input := resourceList(t, c.Config, items)
			var stdout, stderr bytes.Buffer
			// The same clock, and the files where the container has them.
			code := f.CommandList(strings.NewReader(input), &stdout, &stderr, krm.Options{Files: os.DirFS(filepath.Join(c.Dir, "files")), Dir: "/", Now: time.Now()})
			assert.Equal(t, refusal, code == 1, "exit code %d", code)
			assert.NotEmpty(t, stdout.String())
			for _, user := range users {
				args := slices.Concat(hardened, mountedFiles(t, c), []string{"--user", user, image(t, f)})
				got := command(t, ".", input, "docker", args...)
				assert.Equal(t, run{stdout.String(), stderr.String(), code}, got, "as user %s", user)
			}
		}
	})
}

// mountedFiles is the flags by which a container gets the files of a case, at the
// root, where its config names them.
func mountedFiles(t *testing.T, c krmtest.Case) []string {
	t.Helper()
	var flags []string
	if len(c.Files) == 0 {
		return nil
	}
	dir, err := filepath.Abs(filepath.Join(c.Dir, "files"))
	require.NoError(t, err)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, entry := range entries {
		flags = append(flags, "--mount", "type=bind,readonly,src="+filepath.Join(dir, entry.Name())+",dst=/"+entry.Name())
	}
	return flags
}

func TestDockerShowsHelp(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, _ string) {
		need(t, "docker")
		for _, flag := range []string{"--help", "--schema"} {
			var stdout, stderr bytes.Buffer
			require.Zero(t, f.Command([]string{flag}, strings.NewReader(""), &stdout, &stderr))
			got := command(t, ".", "", "docker", append(append([]string{}, hardened...), image(t, f), flag)...)
			assert.Equal(t, run{stdout: stdout.String()}, got, flag)
		}
		got := command(t, ".", "", "docker", append(append([]string{}, hardened...), image(t, f), "--version")...)
		assert.Regexp(t, "^"+f.Name+` \S+\n$`, got.stdout)
	})
}

func TestImagesAreOneBinaryAndSmall(t *testing.T) {
	each(t, func(t *testing.T, f *krm.Function, _ string) {
		need(t, "docker")
		var about []struct {
			Size   int
			Config struct {
				User       string
				Entrypoint []string
				Labels     map[string]string
			}
		}
		inspected := command(t, ".", "", "docker", "image", "inspect", image(t, f))
		require.NoError(t, json.Unmarshal([]byte(inspected.stdout), &about), "%s", inspected.stderr)
		require.Len(t, about, 1)
		t.Logf("%d bytes", about[0].Size)
		assert.LessOrEqual(t, about[0].Size, 9_000_000)
		assert.Equal(t, "65534:65534", about[0].Config.User, "a number, or Kubernetes cannot tell that it is not root")
		assert.Equal(t, []string{"/function"}, about[0].Config.Entrypoint)
		labels := about[0].Config.Labels
		assert.Equal(t, f.Name, labels["org.opencontainers.image.title"])
		assert.Equal(t, "Apache-2.0", labels["org.opencontainers.image.licenses"])
		assert.NotEmpty(t, labels["org.opencontainers.image.source"])
		assert.Contains(t, command(t, ".", "", "docker", "run", "--rm", image(t, f), "--version").stdout,
			labels["org.opencontainers.image.version"])

		assert.ElementsMatch(t, []string{"function", "etc/passwd", "etc/group"}, filesOf(t, image(t, f)))
	})
}

// filesOf lists what is in an image, but for the empty files that docker itself
// puts into every container.
func filesOf(t *testing.T, image string) []string {
	t.Helper()
	created := command(t, ".", "", "docker", "create", image)
	require.Zero(t, created.code, created.stderr)
	id := strings.TrimSpace(created.stdout)
	defer func() { assert.NoError(t, exec.Command("docker", "rm", id).Run()) }()
	var names []string
	for tr := tar.NewReader(strings.NewReader(command(t, ".", "", "docker", "export", id).stdout)); ; {
		header, err := tr.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		require.NoError(t, err)
		if header.Typeflag == tar.TypeReg && header.Size > 0 {
			names = append(names, header.Name)
		}
	}
}

// firstCase is the first of the golden cases that the function accepts, or
// refuses.
func firstCase(t *testing.T, cases []krmtest.Case, refusal bool) krmtest.Case {
	t.Helper()
	for _, c := range cases {
		if c.Refusal == refusal && len(c.Keys) == 0 {
			return c
		}
	}
	require.Fail(t, "no such case")
	return krmtest.Case{}
}

// resourceList is what a host sends to a function.
func resourceList(t *testing.T, config *krm.Source, items []*yaml.RNode) string {
	t.Helper()
	var out bytes.Buffer
	w := kio.ByteWriter{Writer: &out, WrappingKind: kio.ResourceListKind, WrappingAPIVersion: kio.ResourceListAPIVersion}
	if config != nil {
		var err error
		w.FunctionConfig, err = yaml.Parse(string(config.Data))
		require.NoError(t, err)
	}
	require.NoError(t, w.Write(items))
	return out.String()
}
