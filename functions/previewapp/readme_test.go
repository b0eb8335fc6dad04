package previewapp

import (
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestREADME(t *testing.T) {
	krmtest.README(t, Function, 40, map[string][]string{".": {"Errorf", "Warnf", "tell", "say"}})
}
