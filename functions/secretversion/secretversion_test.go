package secretversion_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, secretversion.Function) }

func FuzzSecretVersion(f *testing.F) { krmtest.Fuzz(f, secretversion.Function) }

func TestGenerated(t *testing.T) {
	krmtest.Generated(t, secretversion.Function, new(secretversion.Config))
}
