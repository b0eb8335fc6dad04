package manifest

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNamesOfASelectorThatNothingHas(t *testing.T) {
	s := Selector{Names: []string{"api", "wbe", "worker"}}
	assert.Equal(t, map[string]string{"wbe": "; is web meant?", "worker": ""}, maps.Collect(s.Missing([]string{"api", "web"})))
	assert.Empty(t, maps.Collect(Selector{}.Missing([]string{"api"})))
}
