package manifest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// containers lists where the containers of all pods in an object stand, with their names.
func containers(object string) []string {
	var got []string
	for _, pod := range manifest.Pods(yaml.MustParse(object).YNode()) {
		pod.Containers(func(c *yaml.Node, at string) {
			got = append(got, at+"="+manifest.Field(c, "name").Value)
		})
	}
	return got
}

func TestPodsOfEveryKindAreFound(t *testing.T) {
	for name, tt := range map[string]struct {
		object string
		want   []string
	}{
		"a Pod": {
			"{kind: Pod, spec: {containers: [{name: a}]}}",
			[]string{"spec.containers[0]=a"},
		},
		"a Deployment, with containers of every sort": {
			"{kind: Deployment, spec: {template: {spec: {containers: [{name: a}, {name: b}], initContainers: [{name: c}], ephemeralContainers: [{name: d}]}}}}",
			[]string{
				"spec.template.spec.initContainers[0]=c", "spec.template.spec.containers[0]=a",
				"spec.template.spec.containers[1]=b", "spec.template.spec.ephemeralContainers[0]=d",
			},
		},
		"a CronJob": {
			"{kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a}]}}}}}}",
			[]string{"spec.jobTemplate.spec.template.spec.containers[0]=a"},
		},
		"a kind that nobody has heard of, with pod templates in a list": {
			"{kind: Fleet, spec: {ships: [{template: {spec: {containers: [{name: a}]}}}, {template: {spec: {containers: [{name: b}]}}}]}}",
			[]string{"spec.ships[0].template.spec.containers[0]=a", "spec.ships[1].template.spec.containers[0]=b"},
		},
		"a schema that describes containers is no pod": {
			"{kind: CustomResourceDefinition, spec: {properties: {spec: {properties: {containers: {type: array}}}}}}", nil,
		},
		"a list of names is no list of containers": {
			"{kind: Report, spec: {containers: [a, b]}}", nil,
		},
		"an object without a spec": {"{kind: ConfigMap, data: {spec: x}}", nil},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, tt.want, containers(tt.object)) })
	}
}
