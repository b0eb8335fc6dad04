package rolloutconvert_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, rolloutconvert.Function) }

func TestGenerated(t *testing.T) {
	var defaults rolloutconvert.Config
	defaults.Default()
	krmtest.Generated(t, rolloutconvert.Function, defaults)
}
