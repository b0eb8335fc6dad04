package rolloutconvert

import (
	_ "embed"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is rollout-convert.
var Function = &krm.Function{
	Name:   "rollout-convert",
	Kind:   "RolloutConvert",
	Type:   krm.Transformer,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Run:    krm.Configured(run),
}

// run reads what there is, plans what becomes of each Deployment, and changes nothing unless all of it can be done.
func run(p *krm.Pass, cfg Config) error {
	c := &converter{Pass: p, cfg: cfg, autoscalers: map[string]map[string][]autoscaler{}}
	c.read()
	c.choose()
	for _, w := range c.chosen {
		c.plan(w)
	}
	c.tellUnsupported()
	c.checkShared()
	if p.Failed() {
		return nil
	}
	if cfg.Mode == "replace" {
		c.replace()
	}
	for _, w := range c.chosen {
		c.convert(w)
	}
	c.retarget()
	return nil
}

// A converter is one run.
type converter struct {
	*krm.Pass
	cfg         Config
	all         []*workload // every Deployment
	chosen      []*workload // those that are converted
	rollouts    []object
	routes      []object                           // Services, and what routes to them
	scalers     []*krm.Item                        // what has a scaleTargetRef or targetRef
	autoscalers map[string]map[string][]autoscaler // by the name of what they scale, and their namespace
	plain       *yaml.Node                         // the strategy of Deployments that add nothing to it
	left        []*workload                        // those that cannot be
}

// A workload is a Deployment, and what is to become of it.
type workload struct {
	deployment
	item        *krm.Item
	selected    bool
	why         []problem // why it cannot be converted
	hasReplicas bool
	revisions   int
	prunedLast  bool       // Argo CD prunes it when all else is healthy
	source      *yaml.Node // with mode: reference, the Deployment without its pods
	strategy    *yaml.Node
	added       []*yaml.Node
	changes     []change
}

// tell records a problem.
func (c *converter) tell(w *workload, pr problem) {
	it := pr.item
	if it == nil && !strings.HasPrefix(pr.path, "spec.") && w != nil {
		it = w.item
		if pr.path != "" {
			pr.path = "spec." + pr.path
		}
	}
	report := c.Errorf
	if pr.warning {
		report = c.Warnf
	}
	message := pr.message
	if it == nil && w != nil {
		message = fmt.Sprintf("%s (for %s)", message, w.item)
	}
	report(it, krm.Field{Path: pr.path, Current: pr.current}, "%s", message)
}
