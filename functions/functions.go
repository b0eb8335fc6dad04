// Package functions lists the functions of the suite.
//
// A function lives in a folder of its own and knows nothing of the others. The
// list below is the only one: commands, images, the table in the README and the
// tests that hold all functions to the same rules derive theirs from it.
package functions

import (
	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/functions/previewapp"
	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// All is every function, in the order in which people read of them.
func All() []*krm.Function {
	return []*krm.Function{
		previewhost.Function,
		sealedsecretrename.Function,
		configbake.Function,
		rolloutconvert.Function,
		secretversion.Function,
		kevcheck.Function,
		previewapp.Function,
	}
}
