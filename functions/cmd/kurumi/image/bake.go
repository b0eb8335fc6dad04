package image

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

func bakeCommand() *cobra.Command {
	var flags bakeFlags
	cmd := &cobra.Command{
		Use:                   "bake --base IMAGE --to IMAGE ... [SRC=DEST ...] [--config FILE MANIFEST ...]",
		Short:                 "Put config files into an image, as one more layer",
		DisableFlagsInUseLine: true,
		Long: `Puts files on top of an image, as one layer, and variables into its config, without
Docker and without unpacking it. Prints the digest of what came of it.

What is put in: SRC=DEST is a file, or a folder with all that is in it, and where it
shall be in the image. Manifests are read as config-bake reads them, with the same
ConfigBake (--config; without one, every ConfigMap that is mounted is baked): what the
function takes out of the pods, this puts into their image. A manifest is a file, a
folder with a kustomization, or a dash for stdin. If they have containers of several
images, say which one is meant with --container and --workload.

Where images are: NAME:TAG or docker://NAME:TAG in a registry, oci:FOLDER:TAG,
docker-archive:FILE:NAME:TAG (docker save), docker-daemon:NAME:TAG (Docker's own
store). Registries are asked with the credentials of docker login. A tag is written
last, when all that it needs is there.

The layer: files belong to root, with mode 0644, or 0755 if their owner may execute
them; manifests say the mode themselves. Times are 1970. The same input makes the same
digest. Links in the image are followed, its folders keep their owners and modes. A
file that the image has is not replaced without --overwrite. A user of the image who
could not read a file is an error. The image is not downloaded for that: its layers
are listed from the top, as far as needed, and what was seen is kept in the user's
cache folder. With --trust-base nothing of it is read: nobody looks whether a file is
there already, and the folders have to be there, as folders and not as links; a Docker
without containerd gives them to root, with mode 0755.

Of an image for several platforms all are baked, or those of --platform; one alone
makes a plain image. Attestations of the base (provenance, SBOM) are left out, since
they tell of another image. Signatures are those of the base, too: sign what came out.

The digest is that of the manifest. Docker and its tarballs have no manifest; if
there is no other target, it is the image's id, which docker run takes.`,
		Example: `  kurumi image bake --base ghcr.io/example/api:1.4 --to ghcr.io/example/api:1.4-stg \
    config/stg=/app/config
  kustomize build overlays/stg | kurumi image bake --base ghcr.io/example/api:1.4 \
    --to ghcr.io/example/api:1.4-stg --config config-bake.yaml -
  kurumi image bake --base docker-daemon:api:dev --to docker-daemon:api:baked app.yaml=/app/app.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			b := &baker{Report: tell.Report{Stderr: cmd.ErrOrStderr()}, flags: flags}
			b.run(ctx, cmd, args)
			return b.Err("kurumi image bake", "nothing was tagged")
		},
	}
	flags.define(cmd)
	return cmd
}

// A baker is one run of kurumi image bake.
type baker struct {
	tell.Report
	flags  bakeFlags
	to     []place.Place
	opt    place.Options
	labels map[string]string
	what   content
}

func (b *baker) run(ctx context.Context, cmd *cobra.Command, args []string) {
	b.setUp()
	b.gather(cmd, args)
	if b.Failed() {
		return
	}
	progress := newProgress(b.Stderr, b.opt.Meter)
	defer progress.stop()
	b.Stderr = progress // notes and the progress share a terminal
	b.bake(ctx, progress, cmd.OutOrStdout())
}

// wait is how long to wait before something is tried again.
var wait place.Wait

// bake reads the base, and writes the result.
func (b *baker) bake(ctx context.Context, p *progress, stdout io.Writer) {
	p.phase("reading " + b.flags.base)
	base, err := place.Open(ctx, b.flags.base, b.opt)
	if err != nil {
		b.Errorf("--base: %v", err)
		return
	}
	defer base.Close() //nolint:errcheck // a temporary file, of which nothing more is needed
	if n := len(base.Left); n > 0 {
		b.Notef("%s: %s left out: they tell of the image without the files", base.Name, tell.Count(n, "attestation"))
	}
	result := b.images(ctx, base)
	if b.Failed() {
		return
	}
	p.phase("writing " + strings.Join(b.flags.to, ", "))
	if err := place.Write(ctx, b.to, result, b.opt); err != nil {
		b.Errorf("%v", err)
		return
	}
	digest, err := b.digest(result)
	if err != nil {
		b.Errorf("%v", err)
		return
	}
	p.stop()
	b.Notef("%s in %s", b.what.sum(), strings.Join(b.flags.to, ", "))
	fmt.Fprintln(stdout, digest)
}

// digest is that of the manifest, or the image's id if all that was written to
// knows no manifests.
func (b *baker) digest(a place.Artifact) (v1.Hash, error) {
	if img, ok := a.(v1.Image); ok {
		for _, to := range b.to {
			if to.HasManifests() {
				return a.Digest()
			}
		}
		return img.ConfigName()
	}
	return a.Digest()
}
