package kevcheck

import (
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// What is wrong with a file is said in errors.
func TestREADME(t *testing.T) {
	krmtest.README(t, Function, 25, map[string][]string{".": {"Errorf", "Warnf", "tell", "message", "New"}})
}
