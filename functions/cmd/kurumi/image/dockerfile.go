package image

import (
	"encoding/json"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

func dockerfileCommand() *cobra.Command {
	var flags bakeFlags
	var out string
	var force bool
	cmd := &cobra.Command{
		Use:                   "dockerfile [--config FILE] [--out DIR] MANIFESTS ...",
		Short:                 "Print the Dockerfile lines that put config files into an image",
		DisableFlagsInUseLine: true,
		Long: `For those who build the image themselves: prints the COPY and ENV lines by which
a Dockerfile puts into an image what kurumi image bake would. Manifests, --config,
--container and --workload are as there.

With --out it writes the files that the lines copy, too, into a folder below the
current one, which has to be the build's context. They have the modes that they shall
have in the image: COPY keeps modes, with BuildKit and without; git keeps only whether
a file is executable, so write them where the image is built. A file that is there
with another content is not replaced without --force. Without --out the lines take the
folder to be config, and nothing is written.`,
		Example: `  kurumi image dockerfile --config config-bake.yaml --out config overlays/stg >> Dockerfile
  docker build -t ghcr.io/example/api:1.4-stg .`,
		RunE: func(cmd *cobra.Command, args []string) error {
			b := &baker{Report: tell.Report{Stderr: cmd.ErrOrStderr()}, flags: flags}
			b.dockerfile(cmd, args, out, force)
			return b.Err("kurumi image dockerfile", "nothing was written")
		},
	}
	set := cmd.Flags()
	set.StringVar(&flags.config, "config", "", "the ConfigBake that says what of the manifests is baked")
	set.StringVar(&flags.container, "container", "", "only what containers of this name mount")
	set.StringVar(&flags.workload, "workload", "", "only what this workload mounts: NAME, or NAMESPACE/NAME")
	set.StringVar(&out, "out", "", "folder into which the files are written, below the current one")
	set.BoolVar(&force, "force", false, "replace files that differ")
	return cmd
}

func (b *baker) dockerfile(cmd *cobra.Command, args []string, out string, force bool) {
	if out != "" && !filepath.IsLocal(out) {
		b.Errorf("--out %s: is not below the current folder, from which COPY takes its files; give a relative path", out)
	}
	b.planned(cmd, args)
	b.settle()
	folder := "config"
	if out != "" {
		folder = path.Clean(filepath.ToSlash(out))
	}
	lines := append(b.copyLines(folder), b.envLines()...)
	if b.Failed() {
		return
	}
	if out != "" {
		b.write(out, force)
	}
	if !b.Failed() {
		fmt.Fprint(cmd.OutOrStdout(), strings.Join(lines, ""))
	}
}

// copyLines has a COPY for each folder: every COPY is a layer. One for all of them
// would give the image's own folders the modes of those in the context.
func (b *baker) copyLines(folder string) []string {
	var dirs []string
	in := map[string][]string{}
	for _, f := range b.what.files {
		if strings.ContainsAny(f.path, `*?[]\$`) {
			b.Errorf("%s: COPY would take the path %s for a pattern; take another path, or kurumi image bake", f.from, f.path)
		}
		dir := path.Dir(f.path)
		if in[dir] == nil {
			dirs = append(dirs, dir)
		}
		in[dir] = append(in[dir], path.Join(folder, f.path))
	}
	if strings.ContainsAny(folder, `*?[]\$`) {
		b.Errorf("--out %s: COPY would take it for a pattern; take another folder", folder)
	}
	var lines []string
	for _, dir := range dirs {
		lines = append(lines, copyLine(append(in[dir], strings.TrimSuffix(dir, "/")+"/")))
	}
	return lines
}

func copyLine(words []string) string {
	line := strings.Join(words, " ")
	if len(strings.Fields(line)) != len(words) || strings.ContainsAny(line, `"'`) {
		quoted, _ := json.Marshal(words) // texts can always be marshalled
		line = string(quoted)
	}
	return "COPY " + line + "\n"
}

func (b *baker) envLines() []string {
	var lines []string
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`)
	for _, e := range b.what.env {
		if strings.ContainsAny(e.Value, "\n\r") {
			b.Notef("%s: has several lines, which ENV cannot say, so it is left out; the manifests set it", e.Name)
			continue
		}
		lines = append(lines, fmt.Sprintf("ENV %s=\"%s\"\n", e.Name, escape.Replace(e.Value)))
	}
	return lines
}
