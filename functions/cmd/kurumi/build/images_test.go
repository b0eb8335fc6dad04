package build

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
)

func TestWhichImagesAreOurs(t *testing.T) {
	s := settings{Functions: map[string]string{"registry.example.com:5000/ph": "preview-host", "ph": "preview-host"}}
	for ref, ours := range map[string]bool{
		"ghcr.io/kurumi-krm/preview-host":                                 true,
		"ghcr.io/kurumi-krm/preview-host:v0.1.0":                          true,
		"ghcr.io/kurumi-krm/preview-host@sha256:0123":                     true,
		"ghcr.io/kurumi-krm/preview-host:v0.1.0@sha256:0123":              true,
		"registry.example.com:5000/mirror/kurumi-krm/preview-host:latest": true,
		"kurumi-krm/preview-host":                                         true,
		"registry.example.com:5000/ph":                                    true,
		"registry.example.com:5000/ph:v3":                                 true,
		"ph":                                                              true,
		"ph:v1":                                                           true,

		"preview-host":                                false,
		"preview-host:v0.1.0":                         false,
		"example.com/preview-host":                    false,
		"ghcr.io/kurumi-krm/preview-hosts":            false,
		"ghcr.io/kurumi-krm/preview-host/x":           false,
		"ghcr.io/kurumi-krm.example.com/preview-host": false,
		"ghcr.io/Kurumi-krm/preview-host":             false,
		"ghcr.io/kurumi-krm":                          false,
		"example.com/ph":                              false,
		"":                                            false,
	} {
		assert.Equal(t, ours, s.function(ref) == previewhost.Function, ref)
	}
}

func TestATagIsHeldAgainstTheVersionHere(t *testing.T) {
	const name = "ghcr.io/kurumi-krm/preview-host"
	for _, tt := range []struct {
		ref, here string
		warns     bool
	}{
		{name + ":v0.2.0", "v0.1.9", true},
		{name + ":0.2.0", "v0.1.0-4-g0123abc-dirty", true},
		{name + ":v0.2.0", "v0.2.0", false},
		{name + ":v0.2.0", "v0.2.0-4-g0123abc", false}, // four commits later
		{name + ":v0.1.0", "v0.2.0", false},
		{name + ":v0.2.0", "devel", false},
		{name + ":v0.2.0", "0123abc", false},
		{name + ":20260101", "v0.1.0", false},
		{name + ":latest", "v0.1.0", false},
		{name, "v0.1.0", false},
	} {
		warning, err := checkVersion(previewhost.Function, tt.ref, tt.here)
		require.NoError(t, err)
		assert.Equal(t, tt.warns, warning != "", "%s with %s: %s", tt.ref, tt.here, warning)
	}
}

func TestATagOfOtherResultsIsRefused(t *testing.T) {
	changedIn["preview-host"] = "v0.3.0"
	t.Cleanup(func() { delete(changedIn, "preview-host") })
	for ref, refused := range map[string]bool{
		"ghcr.io/kurumi-krm/preview-host:v0.2.9": true,
		"ghcr.io/kurumi-krm/preview-host:v0.3.0": false,
		"ghcr.io/kurumi-krm/preview-host":        false,
		"ghcr.io/kurumi-krm/preview-host:latest": false,
	} {
		_, err := checkVersion(previewhost.Function, ref, "v0.4.0")
		if refused {
			assert.ErrorContains(t, err, "preview-host gives other ones since 0.3.0; change the tag, or build with kurumi 0.2.9", ref)
		} else {
			assert.NoError(t, err, ref)
		}
	}
}
