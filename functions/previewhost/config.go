package previewhost

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// hostAnnotation carries the preview host whatever spec.annotation says.
const hostAnnotation = "kurumi.dev/preview-host"

// Config is the spec of a PreviewHost. All of it is optional.
type Config struct {
	// The annotation that carries the preview host on each resource, where Argo CD's `commonAnnotations`
	// put it. `kurumi.dev/preview-host` counts too.
	Annotation string `json:"annotation,omitempty"`
	// The preview host itself. It wins over the annotation.
	Host string `json:"host,omitempty"`
	// What to do with a resource that has hosts while no preview host is known: `error`, since a preview
	// must not serve production's host, or `leave`, for an overlay that is also rendered without a preview.
	WhenMissing string `json:"whenMissing,omitempty" enum:"error,leave"`
	// Maps several production hosts to several preview hosts. The first rule that matches a host counts; a host that
	// none matches is an error.
	Rules []Rule `json:"rules,omitempty"`
	// Hosts that are left alone. Globs count: `*` stands for any run of characters, dots included.
	Keep []string `json:"keep,omitempty"`
	// The Secret with the previews' certificate. It takes the place of production's in the `tls` of an
	// Ingress and in the `certificateRefs` of a Gateway's or ListenerSet's listener, wherever that serves a preview host.
	TLSSecretName string `json:"tlsSecretName,omitempty"`
	// Where else the same hosts are rewritten, as whole host names inside text: `annotations` (of objects
	// and pod templates), `env` (values), `args` (and commands), `probes` (Host headers and hosts), `configMaps` (data,
	// and a Secret's stringData), `helmValues` (of a HelmRelease, an Argo CD Application or ApplicationSet). An empty
	// list means nowhere.
	Propagate []string `json:"propagate,omitempty" enum:"annotations,env,args,probes,configMaps,helmValues"`
	// Further places that hold hosts: a host, or a list of hosts.
	Fields []manifest.FieldSpec `json:"fields,omitempty"`
}

// Default fills in what is not given.
func (c *Config) Default() {
	c.Annotation = "preview-host"
	c.WhenMissing = "error"
	c.Rules = []Rule{{From: "*", To: "{host}"}}
	c.Propagate = []string{"annotations", "env", "args", "probes", "configMaps", "helmValues"}
}

// Validate judges what the types cannot.
func (c *Config) Validate(p *krm.Pass) {
	if c.Host != "" {
		if err := checkPreviewHost(c.Host); err != nil {
			p.Errorf(nil, krm.Field{Path: "spec.host", Current: c.Host}, "%v", err)
		}
	}
	if c.Annotation == "" {
		p.Errorf(nil, krm.Field{Path: "spec.annotation"}, "is empty; leave it out for preview-host")
	}
	for i, r := range c.Rules {
		if err := r.check(); err != nil {
			p.Errorf(nil, krm.Field{Path: fmt.Sprintf("spec.rules[%d]", i)}, "%v", err)
		}
	}
	if err := rules(c.Rules).permutation(); err != nil {
		p.Errorf(nil, krm.Field{Path: "spec.rules"}, "%v", err)
	}
	for i, k := range c.Keep {
		f := krm.Field{Path: fmt.Sprintf("spec.keep[%d]", i), Current: k}
		switch {
		case k == "":
			p.Errorf(nil, f, "is empty; name a host, or a glob like *.example.org")
		case isCatchAll(k):
			p.Errorf(nil, f, "keeps every host; name one, or a glob like *.example.org")
		}
	}
}
