package image

import (
	"bytes"
	"encoding/json"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestTheConfigKeepsWhatItHadAndSaysWhatWasBaked(t *testing.T) {
	r := startRegistry(t)
	img := base(t, "1000", placetest.Layer{{Name: "app/"}})
	raw, err := img.RawConfigFile()
	require.NoError(t, err)
	raw = bytes.Replace(raw, []byte(`{`), []byte(`{"unheard.of":{"x":1},`), 1)
	odd := &oddConfig{Image: img, config: raw}
	from := push(t, r.Host()+"/shop/base:1", odd)
	src := files(t, map[string]string{"a": "a"})
	to := r.Host() + "/shop/api:1"
	bakes(t, "--base", from, "--to", to, src+"/a=/app/a", "--label", "team=blue", "--source", "https://example.com/shop", "--revision", "abc")
	got := openImages(t, to)[0].Image
	config, raw2 := configOf(t, got), map[string]json.RawMessage{}
	data, err := got.RawConfigFile()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &raw2))
	assert.JSONEq(t, `{"x":1}`, string(raw2["unheard.of"]))
	digest, err := partial.Digest(odd)
	require.NoError(t, err)
	assert.Equal(t, map[string]string{
		baseNameLabel: from, baseDigestLabel: digest.String(), "team": "blue",
		sourceLabel: "https://example.com/shop", revisionLabel: "abc",
		configLabel: content{files: []bakedFile{{path: "/app/a", mode: 0o644, data: []byte("a")}}}.digest(),
	}, config.Config.Labels)
	assert.Equal(t, "1000", config.Config.User)
	assert.Equal(t, []string{"PATH=/bin", "LEVEL=info"}, config.Config.Env)
	assert.Equal(t, v1.History{CreatedBy: "kurumi image bake"}, config.History[len(config.History)-1])
	assert.Len(t, config.History, 2)
	assert.Equal(t, configOf(t, img).Created, config.Created)
}

// An oddConfig is an image with another config, byte for byte.
type oddConfig struct {
	v1.Image
	config []byte
}

func (o *oddConfig) RawConfigFile() ([]byte, error)      { return o.config, nil }
func (o *oddConfig) ConfigName() (v1.Hash, error)        { return partial.ConfigName(o) }
func (o *oddConfig) ConfigFile() (*v1.ConfigFile, error) { return partial.ConfigFile(o) }
func (o *oddConfig) RawManifest() ([]byte, error) {
	m, err := o.Manifest()
	b, _ := json.Marshal(m)
	return b, err
}
func (o *oddConfig) Digest() (v1.Hash, error) { return partial.Digest(o) }
func (o *oddConfig) Size() (int64, error)     { return partial.Size(o) }
func (o *oddConfig) ConfigLayer() (v1.Layer, error) {
	return partial.ConfigLayer(struct{ partial.WithRawConfigFile }{o})
}
func (o *oddConfig) Manifest() (*v1.Manifest, error) {
	m, err := o.Image.Manifest()
	if err != nil {
		return nil, err
	}
	m.Config.Digest, m.Config.Size, err = v1.SHA256(bytes.NewReader(o.config))
	return m, err
}
