package previewhost

import (
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestREADME(t *testing.T) {
	krmtest.README(t, Function, 15, map[string][]string{".": {"Errorf", "Warnf", "errorf", "warnf"}})
}
