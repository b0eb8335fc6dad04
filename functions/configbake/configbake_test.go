package configbake_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, configbake.Function) }

func TestGenerated(t *testing.T) {
	var defaults configbake.Config
	defaults.Default()
	krmtest.Generated(t, configbake.Function, defaults)
}
