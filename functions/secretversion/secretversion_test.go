package secretversion_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, secretversion.Function) }

func TestGenerated(t *testing.T) {
	var defaults secretversion.Config
	defaults.Default()
	krmtest.Generated(t, secretversion.Function, defaults)
}
