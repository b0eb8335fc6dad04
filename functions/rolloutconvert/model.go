package rolloutconvert

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// What the function makes carries these, so that it can be told from what people
// wrote.
const (
	managedByLabel      = "app.kubernetes.io/managed-by"
	managedBy           = "kurumi"
	generatedAnnotation = "kurumi.dev/generated-by"
	generatedBy         = "rollout-convert"
)

// A problem is a mistake: in the item, if it has one; in the config where its path
// begins with spec.; in the Deployment else, and then the path goes on behind spec.
type problem struct {
	item    *krm.Item
	path    string
	current string
	message string
	warning bool
}

// A deployment is what the strategy, the routing and the analysis need to know of
// a Deployment.
type deployment struct {
	name, namespace string
	labels          map[string]string // of its pods
	matchLabels     map[string]string // of its selector; matchExpressions are not here
	replicas        int               // as they will be, from the autoscaler if it has none of its own; 0 if unknown
	rollingUpdate   *yaml.Node        // spec.strategy.rollingUpdate, nil for none
}

// An object is one of the input, as it was read. Its tree is not to be changed.
type object struct {
	item *krm.Item
	root *yaml.Node
}

// A change is what is to become of an object of the input.
type change struct {
	item  *krm.Item
	apply func(root *yaml.Node) []krm.Field // changes the tree, and says which fields it changed
}
