// Command kurumi holds the tools around the functions.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/secret"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() {
	root := &cobra.Command{
		Use:           "kurumi",
		Short:         "KRM functions for continuous delivery, and the tools around them",
		Version:       krm.Version(),
		SilenceErrors: true, // they are told here, in one way
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(secret.Command())
	if err := root.Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
