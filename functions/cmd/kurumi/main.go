// Command kurumi holds every function, and the tools around them.
//
// Without arguments it is itself a function: it takes a ResourceList on stdin with
// a Pipeline, or with the config of any one function.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/argocd"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/catalog"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/kev"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/render"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/secret"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() {
	if build.IsDocker() {
		if build.ReachesOut() {
			trustRoots()
		}
		os.Exit(build.Docker())
	}
	if len(os.Args) == 1 && !attended(os.Stdin) {
		krm.Main(functions.Suite())
	}
	trustRoots()
	if err := root().Execute(); err != nil {
		fmt.Fprintln(os.Stderr, tell.Clean(err.Error()))
		if failure, ok := errors.AsType[*kev.Failure](err); ok {
			os.Exit(failure.ExitCode())
		}
		os.Exit(1)
	}
}

// attended reports whether somebody sits there, and no host. A host has a stdin.
func attended(stdin *os.File) bool {
	_, err := stdin.Stat()
	return err != nil || tell.IsTerminal(stdin)
}

func root() *cobra.Command {
	root := &cobra.Command{
		Use:   "kurumi",
		Short: "KRM functions for continuous delivery, and the tools around them",
		Long: `KRM functions for continuous delivery, and the tools around them.

  kurumi build overlays/prod      kustomize build, with the functions, without Docker
  kurumi render                   rendered manifests of every environment, or a check of them
  kurumi secret ...               seal, edit, rotate and verify SealedSecrets
  kurumi image ...                config files into images, and are they there?
  kurumi argocd ...               as a config management plugin of Argo CD
  kurumi kev                      do the images have vulnerabilities that are being exploited?
  kurumi functions                what functions there are, and how they are configured

Without arguments it is a function itself, as hosts call it: it takes a ResourceList
on stdin whose config is a Pipeline, or that of any one function.`,
		Version:       krm.Version(),
		SilenceErrors: true, // they are told here, in one way
		SilenceUsage:  true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return fmt.Errorf("kurumi: there is no command %q; see kurumi --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("{{.Name}} {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return errors.New(cmd.CommandPath() + ": " + err.Error() + "; see " + cmd.CommandPath() + " --help")
	})
	root.AddCommand(build.Command(), render.Command(), secret.Command(), image.Command(), kev.Command(), argocd.Command(), catalog.Command(), version())
	return root
}

func version() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "kurumi", krm.Version())
			return err
		},
	}
}
