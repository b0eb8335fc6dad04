package configbake

import (
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// What is wrong with a path or an entry of the annotation is said in texts of their
// own: see TestPaths and TestParseBaked.
func TestREADME(t *testing.T) {
	krmtest.README(t, Function, 30, map[string][]string{".": {"Errorf", "Warnf", "tell"}})
}
