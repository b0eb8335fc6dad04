package build_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

const overlay = "../../../../examples/preview-environment/overlays/staging"

func TestRenderIsWhatBuildPrints(t *testing.T) {
	want, err := os.ReadFile("../../../../examples/preview-environment/expected/preview.yaml")
	require.NoError(t, err)
	got, err := build.Render(t.Context(), overlay)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

func TestInputsIsWhatTheFunctionWasHanded(t *testing.T) {
	lists, err := build.Inputs(t.Context(), overlay, "preview-host")
	require.NoError(t, err)
	require.Len(t, lists, 1)
	assert.Contains(t, string(lists[0]), "kind: ResourceList")
	assert.Contains(t, string(lists[0]), "\nfunctionConfig:\n  apiVersion: kurumi.dev/v1alpha1\n  kind: PreviewHost\n")
	assert.Contains(t, string(lists[0]), "www.shop.example.com", "it is the input, before the hosts are replaced")

	lists, err = build.Inputs(t.Context(), overlay, "rollout-convert")
	require.NoError(t, err)
	assert.Empty(t, lists)

	_, err = build.Inputs(t.Context(), overlay, "preview-hosts")
	assert.ErrorContains(t, err, `there is no function "preview-hosts"`)
}

func TestAFailureSaysWhatWasSaid(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	_, err := build.Render(t.Context(), "missing")
	require.ErrorContains(t, err, "missing: ")
	_, err = build.Inputs(t.Context(), "missing", "preview-host")
	require.ErrorContains(t, err, "missing: ")
}

func TestACancelledRenderLeavesNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	left := func() []os.DirEntry {
		entries, err := os.ReadDir(os.TempDir())
		require.NoError(t, err)
		return entries
	}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := build.Render(ctx, overlay)
		failed <- err
	}()
	require.Eventually(t, func() bool { return len(left()) > 0 }, 20*time.Second, time.Millisecond)
	cancel()
	require.ErrorIs(t, <-failed, context.Canceled)
	assert.Empty(t, left())
}
