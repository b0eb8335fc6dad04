package rename

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWithPruneLast(t *testing.T) {
	assert.Equal(t, "PruneLast=true", withPruneLast(""))
	assert.Equal(t, "a=b,PruneLast=true", withPruneLast("a=b"))
	assert.Equal(t, "PruneLast=true , a=b", withPruneLast("PruneLast=true , a=b"))
	assert.Equal(t, "PruneLast=false,PruneLast=true", withPruneLast("PruneLast=false"))
}
