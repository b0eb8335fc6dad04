package image

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// verifyFlags is the command line of kurumi image verify.
type verifyFlags struct {
	output, from     string
	check, platforms []string
	jobs             int
}

func verifyCommand() *cobra.Command {
	var flags verifyFlags
	cmd := &cobra.Command{
		Use:                   "verify [flags] MANIFESTS ...",
		Short:                 "Check that images hold the files that pod templates say were baked",
		DisableFlagsInUseLine: true,
		Long: `Reads the annotation kurumi.dev/baked of every pod template, as config-bake writes it,
and looks into the images of its containers: is the file there, and may the container's
user read it, and go through every folder above it? Without the annotation there is
nothing to look for.

Manifests are files, folders with a kustomization, or a dash for stdin.

Links are followed inside of the image. The user is the one of the securityContext, of
the container before the pod, with its groups; else that of the image, whose name is
looked up in the image's /etc/passwd where the file's mode makes it matter. Root reads
everything. Of an image for several platforms all are looked into, or those of
--platform. Layers are read from the topmost down, no further than needed, and what is
in them is kept in the user's cache folder; contents are not.

With --check a file that is named *.yaml, *.yml or *.json is read too, and has to parse.

Prints a line for each container, file and platform. With -o json it is a list of
objects, in the order of the manifests, with the fields workload, container, image,
platform, configMap, key, path, ok, error (empty if ok). Exits with 1 if a file is
missing or cannot be read, or an image cannot.`,
		Example: `  kurumi image verify overlays/prod
  kustomize build overlays/prod | kurumi image verify --check yaml -
  kurumi image verify --from docker-daemon: overlays/dev     # before a push
  kurumi image verify -o json overlays/prod | jq '.[] | select(.ok | not)'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			v := &verifier{report: report{tell.Report{Stderr: cmd.ErrOrStderr()}}, flags: flags, outcome: "no image was looked into"}
			v.run(ctx, cmd, args)
			return v.Err("kurumi image verify", v.outcome)
		},
	}
	flags.define(cmd)
	return cmd
}

func (f *verifyFlags) define(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVarP(&f.output, "output", "o", "table", "table or json")
	set.StringVar(&f.from, "from", "", "where the images are, if not in their registries: docker-daemon:, docker-archive:FILE or oci:FOLDER")
	set.StringSliceVar(&f.check, "check", nil, "yaml or json: these files have to parse; both may be given")
	set.StringSliceVar(&f.platforms, "platform", nil, "only this platform, like linux/arm64; several may be given")
	set.IntVar(&f.jobs, "jobs", min(4, max(2, runtime.NumCPU())), "how many images are looked into at once")
}

// A verifier is one run of kurumi image verify.
type verifier struct {
	report
	flags   verifyFlags
	opt     place.Options
	cache   string
	outcome string
}

func (v *verifier) run(ctx context.Context, cmd *cobra.Command, args []string) {
	v.setUp()
	var files []krm.Source
	v.each(args, cmd.InOrStdin(), func(dir string) { v.render(ctx, dir, &files) }, &files)
	if v.Failed() {
		return
	}
	claims := v.claims(files)
	if v.Failed() {
		return
	}
	progress := newProgress(v.Stderr, v.opt.Meter)
	defer progress.stop()
	rows := v.lookInto(ctx, progress, claims)
	progress.stop()
	if err := ctx.Err(); err != nil {
		v.Errorf("stopped")
		return
	}
	if err := writeRows(cmd.OutOrStdout(), v.flags.output, rows); err != nil {
		v.Errorf("%v", err)
	}
	v.sumUp(rows)
}

// setUp understands the flags.
func (v *verifier) setUp() {
	v.opt.Meter, v.opt.Wait = &place.Meter{}, wait
	if v.flags.output != "table" && v.flags.output != "json" {
		v.Errorf("-o is %q, but must be table or json", v.flags.output)
	}
	for _, kind := range v.flags.check {
		if !slices.Contains([]string{"yaml", "json"}, kind) {
			v.Errorf("--check is %q, but must be yaml or json", kind)
		}
	}
	if v.flags.jobs < 1 {
		v.Errorf("--jobs is %d, but must be 1 or more", v.flags.jobs)
	}
	if f := v.flags.from; f != "" && f != "docker-daemon:" && !hasRest(f, "docker-archive:") && !hasRest(f, "oci:") {
		v.Errorf("--from is %q, but must be docker-daemon:, docker-archive:FILE or oci:FOLDER", f)
	}
	for _, text := range v.flags.platforms {
		platform, err := v1.ParsePlatform(text)
		if err != nil || platform.OS == "" || platform.Architecture == "" {
			v.Errorf("--platform %s is none; write it like linux/amd64 or linux/arm/v7", text)
			continue
		}
		v.opt.Platforms = append(v.opt.Platforms, *platform)
	}
}

func hasRest(text, prefix string) bool {
	return strings.HasPrefix(text, prefix) && text != prefix
}

func (v *verifier) sumUp(rows []row) {
	images := map[string]bool{}
	for _, r := range rows {
		images[r.Image] = true
		if !r.OK {
			v.Errorf("%s, container %s: %s: %s: %s", r.Workload, r.Container, r.imageText(), r.Path, r.Error)
		}
	}
	if len(rows) == 0 {
		v.Notef("nothing is said to be baked: no pod template has the annotation kurumi.dev/baked")
		return
	}
	v.outcome = fmt.Sprintf("of %s in %s", tell.Count(len(rows), "file"), tell.Count(len(images), "image"))
	if !v.Failed() {
		v.Notef("%s in %s: all are there and can be read", tell.Count(len(rows), "file"), tell.Count(len(images), "image"))
	}
}
