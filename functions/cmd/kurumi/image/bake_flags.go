package image

import (
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
)

// bakeFlags is the command line of kurumi image bake.
type bakeFlags struct {
	base                 string
	to                   []string
	config               string
	container, workload  string
	platforms            []string
	overwrite, trustBase bool
	labels               []string
	source, revision     string
}

func (f *bakeFlags) define(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&f.base, "base", "", "the image to put files on top of")
	set.StringArrayVar(&f.to, "to", nil, "where the result goes; several may be given")
	set.StringVar(&f.config, "config", "", "the ConfigBake that says what of the manifests is baked")
	set.StringVar(&f.container, "container", "", "only what containers of this name mount")
	set.StringVar(&f.workload, "workload", "", "only what this workload mounts: NAME, or NAMESPACE/NAME")
	set.StringSliceVar(&f.platforms, "platform", nil, "only this platform, like linux/arm64; several may be given")
	set.BoolVar(&f.overwrite, "overwrite", false, "replace files that the image has")
	set.BoolVar(&f.trustBase, "trust-base", false, "read nothing of the image's files")
	set.StringArrayVar(&f.labels, "label", nil, "a label of the image, KEY=VALUE; several may be given")
	set.StringVar(&f.source, "source", "", "URL of the source, for the label org.opencontainers.image.source")
	set.StringVar(&f.revision, "revision", "", "commit of the source, for the label org.opencontainers.image.revision")
}

// setUp understands the flags.
func (b *baker) setUp() {
	b.opt.Meter, b.opt.Wait = &place.Meter{}, wait
	if b.flags.base == "" {
		b.Errorf("which image? Name it with --base")
	}
	if len(b.flags.to) == 0 {
		b.Errorf("where to? Name the new image with --to")
	}
	for _, text := range b.flags.to {
		to, err := place.Target(text)
		if err != nil {
			b.Errorf("--to: %v", err)
		}
		b.to = append(b.to, to)
	}
	for _, text := range b.flags.platforms {
		platform, err := v1.ParsePlatform(text)
		if err != nil || platform.OS == "" || platform.Architecture == "" {
			b.Errorf("--platform %s is none; write it like linux/amd64 or linux/arm/v7", text)
			continue
		}
		b.opt.Platforms = append(b.opt.Platforms, *platform)
	}
	b.setLabels()
}

func (b *baker) setLabels() {
	b.labels = map[string]string{}
	for _, text := range b.flags.labels {
		key, value, ok := strings.Cut(text, "=")
		if !ok || key == "" {
			b.Errorf("--label %s: write it as KEY=VALUE", text)
		}
		b.labels[key] = value
	}
	if b.flags.source != "" {
		b.labels[sourceLabel] = b.flags.source
	}
	if b.flags.revision != "" {
		b.labels[revisionLabel] = b.flags.revision
	}
}
