package rolloutconvert_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, rolloutconvert.Function) }

func TestGenerated(t *testing.T) {
	krmtest.Generated(t, rolloutconvert.Function, new(rolloutconvert.Config))
}
