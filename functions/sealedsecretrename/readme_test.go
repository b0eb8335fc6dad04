package sealedsecretrename

import (
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// What is wrong with a SealedSecret is found out in pkg/sealedsecret, and its texts
// come from pkg/sealed. About the operator's keys, whose mistakes each have their own
// remedy, the README has one line.
func TestREADME(t *testing.T) {
	krmtest.README(t, Function, 25, map[string][]string{
		".": {"Errorf", "Warnf", "tell"}, "../../pkg/rename": {"Errorf", "Warnf"}, "../../pkg/sealedsecret": {"add"}, "../../pkg/sealed": nil,
	})
}
