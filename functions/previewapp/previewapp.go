package previewapp

import (
	_ "embed"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is preview-app.
var Function = &krm.Function{
	Name:   "preview-app",
	Kind:   "PreviewApp",
	Type:   krm.Generator,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Run:    krm.Configured(run),
}

// run makes the objects, and puts each where it stood before, or at the end.
func run(p *krm.Pass, cfg Config) error {
	pl := newPlan(cfg)
	objects := []object{pl.appProject(), pl.applicationSet()}
	if pl.Image != "" && pl.ImageUpdater == "resource" {
		objects = append(objects, pl.imageUpdater())
	}
	pl.place(p, objects)
	return nil
}

// A plan is the settings, all filled in, with the placeholders as Argo CD writes
// them.
type plan struct {
	Config
	set     string // the ApplicationSet's name, by which all that is generated is known
	preview string // the name of a preview's Application
	pattern string // for the namespaces of all previews
}

func newPlan(cfg Config) plan {
	pl := plan{Config: cfg.withDefaults()}
	ignore := func(string, ...any) {} // Validate told
	pl.Host = resolve(pl.Host, inHost, ignore)
	pl.Namespace = resolve(pl.Namespace, inNamespace, ignore)
	pl.set = pl.App + "-previews"
	pl.preview = pl.App + "-pr-" + number
	pl.pattern = namespacePattern(pl.Namespace)
	return pl
}
