// Package configintheimage_test goes from a ConfigMap for each of three
// environments to one image that holds all three files.
package configintheimage_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

var environments = []string{"dev", "stg", "prod"}

func TestEachEnvironmentRendersAsExpected(t *testing.T) {
	for _, env := range environments {
		krmtest.GoldenFile(t, "expected/"+env+".yaml", render(t, "baked/"+env))
	}
	krmtest.GoldenFile(t, "expected/stg.diff",
		krmtest.Diff("overlays/stg", "baked/stg", render(t, "overlays/stg"), render(t, "baked/stg"), 3))
}

// A manifest says which environment it is of, and nothing else is left of the
// three hundred lines: no ConfigMap, no mount.
func TestEnvironmentsDifferInTheirNames(t *testing.T) {
	stg := render(t, "baked/stg")
	for _, env := range environments {
		got := render(t, "baked/"+env)
		assert.Equal(t, strings.ReplaceAll(stg, "stg", env), got)
		assert.NotRegexp(t, "(?i)volume|mount|kind: ConfigMap", got)
		assert.Equal(t, 301, strings.Count(read(t, "overlays/"+env+"/config.yaml"), "\n"), "what the README says")
	}
}

// One image has all three files, byte for byte, for whoever its user is. Which one
// counts is left to the manifests.
func TestOneImageHoldsAllThree(t *testing.T) {
	w := newWorld(t)
	w.pushBase("no program is needed to be looked into")
	w.bake("20261101-093000")
	img := w.image("20261101-093000")

	held := contents(t, img)
	for _, env := range environments {
		assert.Equal(t, read(t, "overlays/"+env+"/config.yaml"), held["app/config/"+env+"/config.yaml"], env)
	}
	config, err := img.ConfigFile()
	require.NoError(t, err)
	assert.NotContains(t, strings.Join(config.Config.Env, "\n"), "CONFIG_YAML_PATH")
	layers, err := img.Layers()
	require.NoError(t, err)
	assert.Len(t, layers, 2, "that of the base, and one")

	again := w.run("kurumi image bake --base " + w.name + "/api:20261101-093000 --to " + w.name + "/api:20261102-140500 baked/dev baked/stg baked/prod")
	assert.Contains(t, again, "has a file at /app/config/stg/config.yaml already", "a base is what was not baked")
}

// A ConfigMap with 300 lines changes in one. That is a new image, of which the
// registry has all but a layer of a few kB, and the manifests stay as they are.
func TestAConfigChangeIsASmallLayer(t *testing.T) {
	w := newWorld(t)
	w.pushBase("a program")
	first := w.bake("20261101-093000")
	assert.Equal(t, first, w.bake("20261101-093100"), "the same files are the same image")

	manifests := w.run("kurumi build baked/stg")
	w.replace("overlays/stg/config.yaml", "maxConnections: 8\n", "maxConnections: 12\n")
	w.registry.Count()
	assert.NotEqual(t, first, w.bake("20261102-140500"))
	count := w.registry.Count()
	assert.Equal(t, 2, count.Uploads, "a layer and a config")
	assert.Less(t, count.Written, int64(10_000))
	assert.Equal(t, 1, count.Downloads, "the base's config; what is in its layer was seen before")
	assert.Equal(t, manifests, w.run("kurumi build baked/stg"))
}

// Why Image Updater has to go by name: by time it cannot tell the images of one
// base from each other.
func TestTheTimeOfAnImageIsThatOfItsBase(t *testing.T) {
	w := newWorld(t)
	w.pushBase("a program")
	w.bake("20261101-093000")
	assert.Equal(t, created(t, w.image("base")), created(t, w.image("20261101-093000")))
}

// On the day of the switch the ConfigMap is to be kept, as the README says: that
// gives it no other name, which would restart pods.
func TestWhatKeepsTheConfigMapRestartsNothing(t *testing.T) {
	w := newWorld(t)
	options := regexp.MustCompile("`(generatorOptions: [^`]*)`").FindStringSubmatch(read(t, "README.md"))
	require.NotNil(t, options)
	before := w.run("kurumi build overlays/stg")
	w.replace("overlays/stg/kustomization.yaml", "configMapGenerator:\n", options[1]+"\nconfigMapGenerator:\n")
	after := w.run("kurumi build overlays/stg")
	kept := "  annotations:\n    argocd.argoproj.io/sync-options: PruneLast=true\n"
	assert.Contains(t, after, kept)
	assert.Empty(t, krmtest.Diff("before", "after", before, strings.Replace(after, kept, "", 1), 2))
}

// The tags in the README are taken, in the order of time, and the base is not.
func TestTagsAreOrderedByName(t *testing.T) {
	readme := read(t, "README.md")
	allowed := regexp.MustCompile(`allow-tags: regexp:(\S+)`).FindStringSubmatch(readme)
	require.NotNil(t, allowed)
	allow := regexp.MustCompile(allowed[1])
	var tags []string
	for _, found := range regexp.MustCompile(`--to \S*ghcr.io/example/api:(\d\S+)`).FindAllStringSubmatch(readme, -1) {
		assert.Regexp(t, allow, found[1])
		tags = append(tags, found[1])
	}
	assert.Len(t, tags, 3)
	assert.True(t, slices.IsSorted(tags), "%v", tags)
	assert.NotRegexp(t, allow, "base")
	assert.NotRegexp(t, allow, "20261101-093000-amd64")
}

// The README's diff is of what is there.
func TestREADMEShowsWhatIsThere(t *testing.T) {
	whole, changed := "\n"+read(t, "expected/stg.diff"), 0
	_, shown, found := strings.Cut(read(t, "README.md"), "```diff\n")
	require.True(t, found)
	shown, _, _ = strings.Cut(shown, "```")
	for line := range strings.Lines(shown) {
		if strings.HasPrefix(line, "+") || strings.HasPrefix(line, "-") {
			changed++
			assert.Contains(t, whole, "\n"+line)
		}
	}
	assert.Positive(t, changed)
}

func render(t *testing.T, dir string) string {
	t.Helper()
	out, err := build.Render(t.Context(), dir)
	require.NoError(t, err)
	return string(out)
}

// contents is the files of an image, by their names.
func contents(t *testing.T, img v1.Image) map[string]string {
	t.Helper()
	flat := mutate.Extract(img)
	defer flat.Close()
	return untar(t, flat)
}

func created(t *testing.T, img v1.Image) v1.Time {
	t.Helper()
	config, err := img.ConfigFile()
	require.NoError(t, err)
	return config.Created
}
