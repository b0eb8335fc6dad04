package render

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// Command is kurumi render. Its errors are whole messages, of several lines where
// there are several mistakes.
func Command() *cobra.Command {
	opts := options{build: ownBuild}
	cmd := &cobra.Command{
		Use:                   "render [--out DIR] [--check] [ENVIRONMENT ...]",
		Short:                 "Build every environment into files to commit, or check that they are up to date",
		DisableFlagsInUseLine: true,
		Long: `Builds every environment and keeps the result under generated/<environment>/, a file
for each resource, to be committed: then a pull request shows what it deploys, and
git revert is the rollback. Prints the files that it added, changed and removed.

An environment is a folder overlays/* with a kustomization file, or what kurumi.yaml
in the current folder says:

  environments:
  - {name: staging, path: deploy/staging}
  - {path: deploy/production/*}              # named after the folders
  - {name: "shop-*", path: clusters/*/shop}  # the star is what the path's star is

All or nothing: if one environment does not build, no file changes, and the tree is
replaced in one step. Files that do not change are not touched. The output folder is
kurumi render's own: it removes what it wrote earlier, and refuses to go on if there is
a file that it did not write. A Secret with values is refused.

--check writes nothing, and exits with 1 and a diff if the committed files are not what
would be rendered.`,
		Example: `  kurumi render
  kurumi render staging
  kurumi render --check
  kurumi render --check -o github`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := untilSignal(cmd.Context())
			defer stop()
			opts.names, opts.stdout, opts.stderr = args, cmd.OutOrStdout(), cmd.ErrOrStderr()
			return opts.run(ctx)
		},
	}
	cmd.Flags().StringVar(&opts.out, "out", "generated", "the folder that the environments go into")
	cmd.Flags().BoolVar(&opts.check, "check", false, "compare with what is there, and write nothing")
	cmd.Flags().StringVarP(&opts.format, "output", "o", "text", "how --check tells what differs: text (a diff), json, or github (annotations)")
	cmd.Flags().BoolVar(&opts.allowSecrets, "allow-secrets", false, "write Secrets with their values, too")
	return cmd
}

var errInterrupted = errors.New("ended by a signal")

// untilSignal is a context that ends with a signal, and then the builds end too.
func untilSignal(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	go func() {
		select {
		case <-signals:
			cancel(errInterrupted)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}
