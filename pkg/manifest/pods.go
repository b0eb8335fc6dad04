package manifest

import "sigs.k8s.io/kustomize/kyaml/yaml"

// A Pod is a pod's spec somewhere in an object, and the metadata beside it.
type Pod struct {
	At       string // field path of what holds metadata and spec
	Metadata *yaml.Node
	Spec     *yaml.Node
}

// Pods finds every pod spec in an object: in Deployments, StatefulSets,
// DaemonSets, ReplicaSets, Jobs, CronJobs, Pods, Rollouts, Knative Services, and
// in any custom kind. It needs no list of kinds: a pod spec is a spec with a
// sequence of mappings under "containers".
func Pods(obj *yaml.Node) []Pod {
	var pods []Pod
	findPods(obj, "", &pods)
	return pods
}

func findPods(n *yaml.Node, at string, pods *[]Pod) {
	switch n.Kind {
	case yaml.SequenceNode:
		for i, child := range n.Content {
			findPods(child, At(at, i), pods)
		}
	case yaml.MappingNode:
		if spec := Field(n, "spec"); isPodSpec(spec) {
			*pods = append(*pods, Pod{At: at, Metadata: Field(n, "metadata"), Spec: spec})
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			findPods(n.Content[i+1], Under(at, n.Content[i].Value), pods)
		}
	}
}

func isPodSpec(spec *yaml.Node) bool {
	containers := Field(spec, "containers")
	return containers != nil && containers.Kind == yaml.SequenceNode &&
		len(containers.Content) > 0 && containers.Content[0].Kind == yaml.MappingNode
}

// Containers calls fn for every container of the pod, whatever its sort.
func (p Pod) Containers(fn func(container *yaml.Node, at string)) {
	for _, sort := range []string{"initContainers", "containers", "ephemeralContainers"} {
		Path{sort}.each(p.Spec, Under(p.At, "spec"), func(list *yaml.Node, at string) {
			for i, c := range list.Content {
				if c.Kind == yaml.MappingNode {
					fn(c, At(at, i))
				}
			}
		})
	}
}
