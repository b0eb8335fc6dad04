package argocd

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// Argo CD's own kustomize source calls kustomize edit, so that is what editing is
// held against.
func TestEditIsWhatKustomizeEditDoes(t *testing.T) {
	tests := map[string]string{
		"nothing is there":          "resources: [a.yaml]\n",
		"other entries stay":        "commonAnnotations: {example.com/team: web, other: x}\nimages:\n- {name: z, newTag: '1'}\n- {name: ghcr.io/example/shop, newName: x, newTag: '1'}\nnamePrefix: p-\n",
		"null":                      "commonAnnotations:\nimages:\n",
		"an anchor stays as it was": "commonLabels: &a {x: z}\ncommonAnnotations: *a\n",
		"a list is at the margin":   "images:\n- name: z\n  newTag: \"1\"\n",
		"inline configs keep lines": "transformers:\n- |-\n  # a comment\n  kind: X\n  a: b\n",
		"another case":              "CommonAnnotations: {x: z}\n",
	}
	digest := "sha256:" + strings.Repeat("ab", 32)
	s := settings{annotations: map[string]string{"example.com/team": "shop"}}
	args := []string{"ghcr.io/example/shop:pr-7", "OLD=example.com:5000/new:1.2@" + digest, "by=by@" + digest, "moved=example.com/moved"}
	for _, arg := range args {
		img, err := parseImage(arg)
		require.NoError(t, err)
		s.images = append(s.images, img)
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := s.edit([]byte(text))
			require.NoError(t, err)
			want := kustomizeEdit(t, text, []string{"add", "annotation", "--force", "example.com/team:shop"}, append([]string{"set", "image"}, args...))
			assert.Equal(t, parsed(t, want), parsed(t, got))
		})
	}
}

func kustomizeEdit(t *testing.T, text string, edits ...[]string) []byte {
	t.Helper()
	kustomize, err := exec.CommandContext(t.Context(), "go", "tool", "-n", "kustomize").Output()
	require.NoError(t, err)
	dir := t.TempDir()
	file := filepath.Join(dir, "kustomization.yaml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	for _, edit := range edits {
		cmd := exec.CommandContext(t.Context(), strings.TrimSpace(string(kustomize)), append([]string{"edit"}, edit...)...)
		cmd.Dir = dir
		said, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", said)
	}
	out, err := os.ReadFile(file)
	require.NoError(t, err)
	return out
}

// parsed is a kustomization without what kustomize edit adds, and in no order.
func parsed(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var all map[string]any
	require.NoError(t, yaml.Unmarshal(text, &all), "%s", text)
	delete(all, "apiVersion")
	delete(all, "kind")
	out := map[string]any{}
	for name, value := range all {
		out[strings.ToLower(name)] = value
	}
	byName := map[string]any{}
	for _, img := range out["images"].([]any) {
		byName[img.(map[string]any)["name"].(string)] = img
	}
	out["images"] = byName
	return out
}

func TestTheSampleHostGivesWay(t *testing.T) {
	s := settings{previewHost: "pr-7.example.com"}
	got, err := s.edit([]byte("commonAnnotations: {preview-host: a.example.com, other: b}\n"))
	require.NoError(t, err)
	assert.YAMLEq(t, "commonAnnotations: {preview-host: pr-7.example.com, other: b}", string(got))

	got, err = s.edit([]byte("commonAnnotations: {other: b}\n"))
	require.NoError(t, err)
	assert.YAMLEq(t, "commonAnnotations: {other: b}", string(got), "none is made: the functions get the host without it")

	s.annotations = map[string]string{"preview-host": "said.example.com"}
	got, err = s.edit([]byte("commonAnnotations: {preview-host: a.example.com}\n"))
	require.NoError(t, err)
	assert.YAMLEq(t, "commonAnnotations: {preview-host: said.example.com}", string(got))
}

func TestWhatCannotBeEdited(t *testing.T) {
	s := settings{annotations: map[string]string{"a": "b"}, images: []image{{Name: "a", NewTag: "1"}}}
	for text, want := range map[string]string{
		"- a\n":                    "is no mapping",
		"commonAnnotations: [a]\n": "commonAnnotations is no mapping",
		"images: {a: b}\n":         "images is no list",
		"resources: [\n":           "did not find expected node content",
	} {
		_, err := s.edit([]byte(text))
		assert.ErrorContains(t, err, want, text)
	}
}

func TestImages(t *testing.T) {
	for text, want := range map[string]string{
		"":                    `no reference of an image`,
		"shop":                "says nothing new of the image; give it a tag or a digest",
		"shop:":               "no reference of an image",
		"shop:a b":            "no reference of an image",
		"SHOP:1":              "no reference of an image",
		"shop@sha256:12":      "no reference of an image",
		"a|b=shop:1":          `"a|b" is no name of an image`,
		"=shop:1":             `"" is no name of an image`,
		"a=b=shop:1":          "no reference of an image",
		"--enable-exec=shop":  `"--enable-exec" is no name of an image`,
		"shop:1\nnewTag: two": "no reference of an image",
	} {
		_, err := parseImage(text)
		assert.ErrorContains(t, err, want, text)
	}
}
