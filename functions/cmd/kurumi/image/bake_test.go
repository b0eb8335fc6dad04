package image

import (
	"os"
	"path/filepath"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestBakeScripts(t *testing.T) { scripts(t, "bake", scriptCommands) }

// files writes files into a folder of its own, and is that.
func files(t *testing.T, content map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range content {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600))
	}
	return dir
}

func TestTheLayerHasTheFilesAndTheFoldersAboveThem(t *testing.T) {
	r := startRegistry(t)
	from := push(t, r.Host()+"/shop/base:1", base(t, "", placetest.Layer{
		{Name: "app/", Mode: 0o750, Owner: 1000},
		{Name: "opt/real/", Mode: 0o1777, Owner: 7},
		{Name: "srv", Link: "opt/real"},
	}))
	src := files(t, map[string]string{"b.yaml": "b", "run.sh": "#!", "sub/a.yaml": "a"})
	require.NoError(t, os.Chmod(src+"/run.sh", 0o700))
	to := r.Host() + "/shop/api:1"
	bakes(t, "--base", from, "--to", to, src+"=/app/config", src+"/b.yaml=/srv/x/b.yaml")
	img := openImages(t, to)[0].Image
	assert.Equal(t, []string{
		`0750 1000:1000 app/ "" 1970`,
		`0755 0:0 app/config/ "" 1970`,
		`0644 0:0 app/config/b.yaml "b" 1970`,
		`0755 0:0 app/config/run.sh "#!" 1970`,
		`0755 0:0 app/config/sub/ "" 1970`,
		`0644 0:0 app/config/sub/a.yaml "a" 1970`,
		`0755 0:0 opt/ "" 1970`,
		`1777 7:7 opt/real/ "" 1970`,
		`0755 0:0 opt/real/x/ "" 1970`,
		`0644 0:0 opt/real/x/b.yaml "b" 1970`,
	}, topLayer(t, img))
	require.NoError(t, validate.Image(img))
}

func TestTheSameInputMakesTheSameDigest(t *testing.T) {
	r := startRegistry(t)
	from := push(t, r.Host()+"/shop/base:1", base(t, "", placetest.Layer{{Name: "app/"}}))
	src := files(t, map[string]string{"b": "b", "a": "a"})
	dir := t.TempDir()
	args := []string{"--base", from, src + "=/app"}
	first := bakes(t, append(args, "--to", r.Host()+"/shop/api:1")...)
	pushed, err := openImages(t, r.Host()+"/shop/api:1")[0].Image.Digest()
	require.NoError(t, err)
	assert.Equal(t, pushed.String(), first)
	require.NoError(t, os.Chtimes(src+"/a", epoch, epoch))
	assert.Equal(t, first, bakes(t, append(args, "--to", r.Host()+"/other:2", "--to", "oci:"+dir+"/layout:1")...))
	assert.Equal(t, first, bakes(t, "--base", from, "--to", "oci:"+dir+"/b", src+"/b=/app/b", src+"/a=/app/a"))
	require.NoError(t, os.WriteFile(src+"/a", []byte("other"), 0o644))
	assert.NotEqual(t, first, bakes(t, append(args, "--to", r.Host()+"/shop/api:1")...))

	// From a layout that has the same image, only the name of the base is another.
	a := openImages(t, "oci:"+dir+"/layout:1")[0].Image
	again := bakes(t, "--base", "oci:"+dir+"/layout:1", "--to", "oci:"+dir+"/c", src+"/b=/b")
	assert.Equal(t, again, bakes(t, "--base", "oci:"+dir+"/layout:1", "--to", r.Host()+"/shop/api:3", src+"/b=/b"))
	require.NoError(t, validate.Image(a))
}

func TestMediaTypesStayInTheirFamily(t *testing.T) {
	r := startRegistry(t)
	src := files(t, map[string]string{"a": "a"})
	for family, layer := range map[types.MediaType]types.MediaType{types.DockerManifestSchema2: types.DockerLayer, types.OCIManifestSchema1: types.OCILayer} {
		from := push(t, r.Host()+"/shop/base:1", mutate.MediaType(base(t, "", placetest.Layer{{Name: "app/"}}), family))
		bakes(t, "--base", from, "--to", r.Host()+"/shop/api:1", src+"/a=/app/a")
		manifest, err := openImages(t, r.Host()+"/shop/api:1")[0].Image.Manifest()
		require.NoError(t, err)
		assert.Equal(t, family, manifest.MediaType)
		assert.Equal(t, layer, manifest.Layers[1].MediaType)
	}
}

func TestAllImagesOfAnIndexAreBaked(t *testing.T) {
	r := startRegistry(t)
	arm, err := placetest.Image("arm64", "", placetest.Layer{{Name: "etc/", Mode: 0o711, Owner: 3}})
	require.NoError(t, err)
	index, err := placetest.Index(base(t, "", placetest.Layer{{Name: "app", Link: "/opt"}}), arm)
	require.NoError(t, err)
	index = mutate.Annotations(index, map[string]string{"team": "blue"}).(v1.ImageIndex)
	index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: base(t, "x"), Descriptor: v1.Descriptor{
		Platform: &v1.Platform{OS: "unknown", Architecture: "unknown"}, Annotations: map[string]string{"vnd.docker.reference.type": "attestation-manifest"},
	}})
	from, to := push(t, r.Host()+"/shop/base:1", index), r.Host()+"/shop/api:1"
	src := files(t, map[string]string{"a": "a"})
	var children []string
	for _, img := range openImages(t, from) {
		children = append(children, img.Descriptor.Digest.String())
	}

	got := runBake(t, "--base", from, "--to", to, src+"/a=/app/a", src+"/a=/etc/a")
	require.NoError(t, got.err)
	assert.Contains(t, got.stderr, "1 attestation left out")
	images := openImages(t, to)
	require.Len(t, images, 2)
	assert.Equal(t, []string{`0755 0:0 etc/ "" 1970`, `0644 0:0 etc/a "a" 1970`, `0755 0:0 opt/ "" 1970`, `0644 0:0 opt/a "a" 1970`}, topLayer(t, images[0].Image))
	assert.Equal(t, []string{`0755 0:0 app/ "" 1970`, `0644 0:0 app/a "a" 1970`, `0711 3:3 etc/ "" 1970`, `0644 0:0 etc/a "a" 1970`}, topLayer(t, images[1].Image))
	for i, platform := range []string{"linux/amd64", "linux/arm64"} {
		assert.Equal(t, platform, images[i].Descriptor.Platform.String())
		require.NoError(t, validate.Image(images[i].Image))
		assert.Equal(t, children[i], configOf(t, images[i].Image).Config.Labels[baseDigestLabel])
	}
	got = runBake(t, "--base", from, "--to", "oci:"+src+"/layout", src+"/a=/app/a", src+"/a=/etc/a")
	require.NoError(t, got.err)
	raw, err := os.ReadFile(src + "/layout/blobs/sha256/" + got.stdout[len("sha256:"):len(got.stdout)-1])
	require.NoError(t, err)
	assert.Contains(t, string(raw), `"annotations":{"team":"blue"}`)
	bakes(t, "--base", from, "--to", r.Host()+"/shop/arm:1", "--platform", "linux/arm64", src+"/a=/app/a")
	one := openImages(t, r.Host()+"/shop/arm:1")
	require.Len(t, one, 1)
	assert.Nil(t, one[0].Descriptor, "it is no index any more")

	got = runBake(t, "--base", from, "--to", to, "--platform", "linux/riscv64", src+"/a=/app/a")
	require.ErrorContains(t, got.err, "is not for linux/riscv64, but for linux/amd64, linux/arm64")
}

func TestTheDigestOfTheContentKeepsFieldsApart(t *testing.T) {
	all := map[string]bool{}
	for _, f := range [][]bakedFile{
		{{path: "/a", data: []byte("b")}}, {{path: "/ab"}}, {{path: "/a", mode: 1, data: []byte("b")}}, {{path: "/a"}, {path: "/b"}}, nil,
		{{path: "/a0"}}, {{path: "/a", data: []byte("0")}},
	} {
		all[content{files: f}.digest()] = true
	}
	assert.Len(t, all, 7)
}
