package build_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

func TestThePreviewHostWinsEverywhere(t *testing.T) {
	out, _, err := build.RenderWith(t.Context(), overlay, build.Changes{PreviewHost: "pr-7.example.org"})
	require.NoError(t, err)
	assert.Contains(t, string(out), "- host: pr-7.example.org\n")
	assert.Contains(t, string(out), "- host: api-pr-7.example.org\n")
	assert.NotContains(t, string(out), "- host: shop-12.preview.example.com\n")
}

func TestAPreviewHostThatNothingTakes(t *testing.T) {
	_, _, err := build.RenderWith(t.Context(), "../../../../examples/rotating-a-secret/base", build.Changes{PreviewHost: "pr-7.example.org"})
	assert.ErrorContains(t, err, "the preview host pr-7.example.org is given, and no function took it")
}

func TestTextsInThePlaceOfFiles(t *testing.T) {
	text := []byte("resources: [../../base]\nnamePrefix: changed-\n")
	out, _, err := build.RenderWith(t.Context(), overlay, build.Changes{Files: map[string][]byte{filepath.Join(overlay, "kustomization.yaml"): text}})
	require.NoError(t, err)
	assert.Contains(t, string(out), "name: changed-shop\n")
}
