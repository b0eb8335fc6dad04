package previewapp_test

import (
	"testing"

	"github.com/kurumi-krm/kurumi/functions/previewapp"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, previewapp.Function) }

func TestGenerated(t *testing.T) { krmtest.Generated(t, previewapp.Function, new(previewapp.Config)) }
