package secret

import "github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"

// A report is what a run tells people. What the commands have in common adds to it.
type report struct{ tell.Report }
