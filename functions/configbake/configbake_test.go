package configbake_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, configbake.Function) }

func FuzzBake(f *testing.F) { krmtest.Fuzz(f, configbake.Function) }

func TestGenerated(t *testing.T) { krmtest.Generated(t, configbake.Function, new(configbake.Config)) }
