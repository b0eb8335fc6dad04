package image

import (
	"archive/tar"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// probe prints the file that $CONFIG_YAML_PATH names, or with arguments whose these
// are. It can remove one, too. It is all that is in the images.
const probe = `package main

import (
	"fmt"
	"os"
	"syscall"
)

func main() {
	if len(os.Args) == 1 {
		data, err := os.ReadFile(os.Getenv("CONFIG_YAML_PATH"))
		if err != nil {
			fmt.Println(err)
		}
		os.Stdout.Write(data)
	}
	if len(os.Args) == 3 && os.Args[1] == "rm" {
		if err := os.Remove(os.Args[2]); err != nil {
			panic(err)
		}
		return
	}
	for _, name := range os.Args[1:] {
		var s syscall.Stat_t
		err := syscall.Stat(name, &s)
		fmt.Printf("%s %04o %d:%d %v\n", name, s.Mode&07777, s.Uid, s.Gid, err)
	}
}
`

const dockerfile = `FROM scratch
ADD root.tar /
RUN ["/probe", "rm", "/put/gone"]
USER 1000
ENTRYPOINT ["/probe"]
`

// needDocker skips, loudly, or fails in CI.
func needDocker(t *testing.T) {
	t.Helper()
	out, err := exec.Command("docker", "version").CombinedOutput()
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("docker cannot be used, and in CI nothing is skipped: %v: %s", err, out)
	default:
		t.Skipf("NOT TESTED for want of docker: %v: %s", err, out)
	}
}

func docker(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("docker", args...).CombinedOutput()
	require.NoError(t, err, "docker %s: %s", strings.Join(args, " "), out)
	return string(out)
}

// dockerBase is a base in Docker: its user is 1000, /app is a folder that is closed
// to others, /srv a link to it.
func dockerBase(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(dir+"/main.go", []byte(probe), 0o644))
	require.NoError(t, os.WriteFile(dir+"/Dockerfile", []byte(dockerfile), 0o644))
	build := exec.Command("go", "build", "-o", dir+"/probe", dir+"/main.go")
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOFLAGS=")
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	program, err := os.ReadFile(dir + "/probe")
	require.NoError(t, err)
	pack(t, dir+"/root.tar", []tar.Header{
		{Name: "probe", Mode: 0o755, Size: int64(len(program))},
		{Name: "app/", Typeflag: tar.TypeDir, Mode: 0o750, Uid: 1000, Gid: 1000},
		{Name: "srv", Typeflag: tar.TypeSymlink, Linkname: "app"},
		{Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777},
		{Name: "put/", Typeflag: tar.TypeDir, Mode: 0o711, Uid: 5, Gid: 6},
		{Name: "put/gone"},
	}, program)
	ref := "kurumi-bake-test:base"
	docker(t, "build", "-q", "-t", ref, dir)
	t.Cleanup(func() { docker(t, "rmi", "-f", ref) })
	return "docker-daemon:" + ref
}

// pack makes a tar, whose first file has content.
func pack(t *testing.T, name string, headers []tar.Header, first []byte) {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for i := range headers {
		require.NoError(t, w.WriteHeader(&headers[i]))
		if i == 0 {
			_, err := w.Write(first)
			require.NoError(t, err)
		}
	}
	require.NoError(t, w.Close())
	require.NoError(t, os.WriteFile(name, out.Bytes(), 0o644))
}

func TestDocker(t *testing.T) {
	needDocker(t)
	from := dockerBase(t)
	for name, test := range map[string]func(t *testing.T, from string){
		"runs what was baked":            dockerRuns,
		"needs the folders of the base":  dockerNeedsFolders,
		"loads what came from elsewhere": dockerLoads,
		"says what it does not have":     dockerHasNot,
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_CACHE_HOME", t.TempDir())
			t.Setenv("TMPDIR", t.TempDir())
			test(t, from)
		})
	}
}

func dockerRuns(t *testing.T, from string) {
	t.Helper()
	src := files(t, map[string]string{"stg.yaml": "level: debug\n", "new/x": "x"})
	args := []string{"--base", from, src + "/stg.yaml=/srv/config/stg.yaml", src + "/new=/put/new", src + "/new/x=/put/gone", src + "/new/x=/tmp/x"}
	archive := t.TempDir() + "/baked.tar"
	inDocker := bakes(t, append(args, "--to", "docker-daemon:kurumi-bake-test:direct")...)
	inArchive := bakes(t, append(args, "--to", "docker-archive:"+archive+":kurumi-bake-test:loaded")...)
	assert.Equal(t, inDocker, inArchive, "both are the image's id")
	docker(t, "load", "-i", archive)
	t.Cleanup(func() { docker(t, "rmi", "-f", "kurumi-bake-test:direct", "kurumi-bake-test:loaded") })
	for _, ref := range []string{"kurumi-bake-test:direct", "kurumi-bake-test:loaded", inDocker} {
		assert.Equal(t, "level: debug\n", docker(t, "run", "--rm", "-e", "CONFIG_YAML_PATH=/app/config/stg.yaml", ref))
		assert.Equal(t, "level: debug\n", docker(t, "run", "--rm", "--user", "1000:1000", "-e", "CONFIG_YAML_PATH=/srv/config/stg.yaml", ref))
		assert.Equal(t, strings.Join([]string{
			"/app 0750 1000:1000 <nil>",
			"/srv/config 0755 0:0 <nil>",
			"/srv/config/stg.yaml 0644 0:0 <nil>",
			"/put 0711 5:6 <nil>",
			"/put/new/x 0644 0:0 <nil>",
			"/tmp 1777 0:0 <nil>",
			"/probe 0755 0:0 <nil>\n",
		}, "\n"), docker(t, "run", "--rm", ref, "/app", "/srv/config", "/srv/config/stg.yaml", "/put", "/put/new/x", "/tmp", "/probe"))
	}
	left, err := filepath.Glob(os.TempDir() + "/kurumi-*")
	require.NoError(t, err)
	assert.Empty(t, left, "what Docker saved is gone")
}

// dockerNeedsFolders is why a layer has entries for folders that
// the base has already.
func dockerNeedsFolders(t *testing.T, from string) {
	t.Helper()
	src := files(t, map[string]string{"x": "x"})
	ref := "kurumi-bake-test:trusting"
	bakes(t, "--base", from, "--to", "docker-daemon:"+ref, "--trust-base", src+"/x=/put/x")
	t.Cleanup(func() { docker(t, "rmi", "-f", ref) })
	assert.NotContains(t, docker(t, "run", "--rm", ref, "/put"), "/put 0711 5:6",
		"if Docker keeps owner and mode now, the help can say so")
}

func dockerLoads(t *testing.T, from string) {
	t.Helper()
	r := startRegistry(t)
	src := files(t, map[string]string{"x": "from a registry\n"})
	docker(t, "save", "-o", src+"/base.tar", strings.TrimPrefix(from, "docker-daemon:"))
	bakes(t, "--base", "docker-archive:"+src+"/base.tar", "--to", r.Host()+"/shop/api:1", "--to", "oci:"+src+"/layout:1", src+"/x=/app/x")
	for ref, place := range map[string]string{"kurumi-bake-test:pulled": r.Host() + "/shop/api:1", "kurumi-bake-test:unpacked": "oci:" + src + "/layout:1"} {
		bakes(t, "--base", place, "--to", "docker-daemon:"+ref, src+"/x=/app/y")
		t.Cleanup(func() { docker(t, "rmi", "-f", ref) })
		assert.Equal(t, "from a registry\n", docker(t, "run", "--rm", "-e", "CONFIG_YAML_PATH=/app/y", ref))
	}
}

func dockerHasNot(t *testing.T, _ string) {
	t.Helper()
	got := runBake(t, "--base", "docker-daemon:kurumi-bake-test:none", "--to", "oci:"+t.TempDir(), "bake.go=/x")
	require.ErrorContains(t, got.err, "docker-daemon:kurumi-bake-test:none: ")
	require.ErrorContains(t, got.err, "No such image")
}
