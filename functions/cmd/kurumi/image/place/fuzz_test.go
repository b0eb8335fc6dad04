package place_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
)

func FuzzParse(f *testing.F) {
	for _, text := range []string{"nginx", "docker://a/b:c", "oci:a:b", "docker-archive:a:b", "docker-daemon:a:b", "docker-daemon:sha256:", ":", "./a", "a@sha256:b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := place.Parse(text)
		if err != nil {
			assert.NotEmpty(t, err.Error())
			return
		}
		assert.Equal(t, text, p.String())
		if ref := p.Reference(); ref != "" && p.HasManifests() {
			again, err := place.Parse(ref)
			if assert.NoError(t, err) {
				assert.Equal(t, ref, again.Reference(), "the name is that of the same image")
			}
		}
	})
}
