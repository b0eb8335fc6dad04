package image

import (
	"context"
	"io"
	"os"
	"slices"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A report is what a run tells people, as it reads manifests too.
type report struct{ tell.Report }

// each reads files and stdin, and hands folders out.
func (r *report) each(args []string, stdin io.Reader, folder func(dir string), files *[]krm.Source) {
	if len(args) == 0 {
		r.Errorf("which manifests? Give files, folders with a kustomization, or a dash for stdin")
	}
	for _, arg := range args {
		var data []byte
		info, err := os.Stat(arg)
		switch {
		case arg == "-":
			arg = "stdin"
			data, err = io.ReadAll(stdin)
		case err == nil && info.IsDir():
			folder(arg)
			continue
		case err == nil:
			data, err = os.ReadFile(arg)
		}
		if err != nil {
			r.Errorf("%s: cannot be read: %v", arg, reason(err))
			continue
		}
		*files = append(*files, krm.Source{Name: arg, Data: data})
	}
}

// render adds what a kustomization makes.
func (r *report) render(ctx context.Context, dir string, files *[]krm.Source) {
	data, err := build.Render(ctx, dir)
	if err != nil {
		r.Errorf("%v", err)
		return
	}
	*files = append(*files, krm.Source{Name: dir, Data: data})
}

// results takes over the errors of a run. Warnings are no matter of images.
func (r *report) results(results []krm.Result, err error) {
	if err != nil {
		r.Errorf("%v", err)
	}
	r.Results(slices.DeleteFunc(results, func(res krm.Result) bool { return res.Severity != krm.Error }))
}
