package sealedsecretrename_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, sealedsecretrename.Function) }

func TestGenerated(t *testing.T) {
	krmtest.Generated(t, sealedsecretrename.Function, new(sealedsecretrename.Config))
}
