// Package image is kurumi image: config files go into images, and are looked for
// in them.
package image

import (
	"fmt"

	"github.com/spf13/cobra"
)

// Command is kurumi image with its subcommands. Its errors are whole messages, of
// several lines where there are several mistakes.
func Command() *cobra.Command {
	group := &cobra.Command{
		Use:   "image",
		Short: "Bake config files into images, and verify that they are there",
		Long: `Config that is in the image is rolled out and back together with the code. The
function config-bake takes ConfigMaps out of manifests; these put them into images.

  kurumi image bake         put files into an image, as one more layer, without Docker
  kurumi image dockerfile   the same for who builds with a Dockerfile
  kurumi image verify       do the images of the manifests hold what was baked?

Images are read from and written to registries, with the credentials of docker
login, OCI layouts, tarballs of docker save, and Docker itself.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		DisableFlagsInUseLine: true,
	}
	group.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%s: %w; see %[1]s --help", cmd.CommandPath(), err)
	})
	group.AddCommand(bakeCommand(), verifyCommand(), dockerfileCommand())
	return group
}
