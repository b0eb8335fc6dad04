// Command server is Argo CD's own argocd-cmp-server. Its module's main package holds
// all of Argo CD's programs, the UI included.
package main

import (
	"os"

	"github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
)

func main() {
	if commands.NewCommand().Execute() != nil {
		os.Exit(1)
	}
}
