package argocd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
)

// Command is kurumi argocd with its subcommands.
func Command() *cobra.Command {
	c := &cobra.Command{
		Use:   "argocd",
		Short: "Be a config management plugin of Argo CD",
		Long: `Makes kurumi a config management plugin of Argo CD.

  kurumi argocd manifests   what installs the plugin: a patch for the repo-server
  kurumi argocd discover    what the plugin runs: is a folder for it?
  kurumi argocd generate    what the plugin runs: an Application's manifests

An Application gives a preview host, annotations and images in its plugin section.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	c.AddCommand(generateCommand(), discoverCommand(), manifestsCommand())
	return c
}

func generateCommand() *cobra.Command {
	var limit time.Duration
	c := &cobra.Command{
		Use:   "generate",
		Short: "Print the manifests of the Application in this folder",
		Long: `Builds the kustomization in this folder as kurumi build does, with what the
Application says:

  plugin.env          plugin.parameters       what it is
  PREVIEW_HOST        preview-host (string)   the host of a preview
                      annotations (map)       annotations for all resources
  IMAGES              images (array)          name:tag, name=other/name:tag, with a digest too

A parameter wins over a variable. Anything else in the plugin section is an error.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
			defer stop()
			ctx, cancel := context.WithTimeoutCause(ctx, limit, tooLong(limit))
			defer cancel()
			out, warnings, err := generate(ctx, os.Environ())
			if cause := context.Cause(ctx); err != nil && cause != nil {
				err = cause
			}
			if err != nil {
				return err
			}
			for _, text := range warnings {
				fmt.Fprintln(cmd.ErrOrStderr(), text) // Argo CD logs it
			}
			_, err = cmd.OutOrStdout().Write(out)
			return err
		},
	}
	// Argo CD's own limit is 60 seconds, of which the way here took some.
	c.Flags().DurationVar(&limit, "timeout", 50*time.Second, "how long it may take")
	return c
}

func tooLong(limit time.Duration) error {
	return fmt.Errorf("the build took longer than %v, and was stopped: let the kustomization use fewer remote bases, "+
		"or have the operator raise --timeout in the plugin.yaml, and the repo-server's time-outs with it", limit)
}

func discoverCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "discover",
		Short: "Print the kustomization in this folder if it uses a function of kurumi",
		Long: `Prints the name of the kustomization in this folder if it, or what it is made of
in this repository, names a function of kurumi by its image; or if the Application
gives a preview host. Otherwise it prints nothing. The exit code is 0 either way.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			name := discover(".", os.Environ())
			if name == "" {
				return nil
			}
			_, err := fmt.Fprintln(cmd.OutOrStdout(), name)
			return err
		},
	}
}

func manifestsCommand() *cobra.Command {
	return &cobra.Command{
		Use:       "manifests [component|patch|plugin]",
		Short:     "Print what installs the plugin",
		Long:      manifestsHelp,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: []string{"component", "patch", "plugin"},
		RunE: func(cmd *cobra.Command, args []string) error {
			what := "component"
			if len(args) > 0 {
				what = args[0]
			}
			text, ok := manifests()[what]
			if !ok {
				return errors.New("kurumi argocd manifests: there is component, patch and plugin, and no " + what)
			}
			_, err := cmd.OutOrStdout().Write(text)
			return err
		},
	}
}
