package kevcheck_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, kevcheck.Function) }

func TestGenerated(t *testing.T) { krmtest.Generated(t, kevcheck.Function, new(kevcheck.Config)) }
