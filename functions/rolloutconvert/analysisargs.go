package rolloutconvert

import (
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// The arguments of an AnalysisTemplate.
const (
	serviceName   = "service-name"
	namespaceArg  = "namespace"
	rolloutArg    = "rollout"
	canaryHash    = "canary-hash"
	canaryService = "canary-service"
	canaryVersion = "canary-version"
)

var argumentNames = []string{serviceName, namespaceArg, rolloutArg, canaryHash, canaryService, canaryVersion}

// arguments gives what the Rollout passes and what the template declares, of the
// names that are used. Names and namespace are read from the Rollout in the cluster:
// a namePrefix or a namespace that comes after the function changes them.
func arguments(cfg *Analysis, d deployment, used []string) (given, declared *yaml.Node) {
	given, declared = listOf(), listOf()
	for _, name := range argumentNames {
		if !slices.Contains(used, name) {
			continue
		}
		arg := mapOf("name", name)
		switch name {
		case serviceName:
			arg = mapOf("name", name, "value", cfg.serviceOf(d))
		case namespaceArg:
			arg = mapOf("name", name, "valueFrom", fieldRef("metadata.namespace"))
		case rolloutArg:
			arg = mapOf("name", name, "valueFrom", fieldRef("metadata.name"))
		case canaryHash:
			arg = mapOf("name", name, "valueFrom", mapOf("podTemplateHashValue", "Latest"))
		case canaryService:
			arg = mapOf("name", name, "valueFrom", fieldRef("spec.strategy.canary.canaryService"))
		case canaryVersion:
			arg = mapOf("name", name, "value", d.labels[datadogVersion])
		}
		given.Content = append(given.Content, arg)
		declared.Content = append(declared.Content, mapOf("name", name))
	}
	return given, declared
}

// serviceOf is the application's name in the metrics.
func (c *Analysis) serviceOf(d deployment) string {
	if c.Service != "" {
		return c.Service
	}
	if label := d.labels[datadogService]; c.Provider == datadog && label != "" {
		return label
	}
	return d.name
}

func fieldRef(path string) *yaml.Node { return mapOf("fieldRef", mapOf("fieldPath", path)) }
