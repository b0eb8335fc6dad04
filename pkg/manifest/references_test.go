package manifest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// found lists the references of an object as "Kind namespace/name at path"; * stands for any namespace.
func found(tb testing.TB, object string, further ...manifest.FieldSpec) []string {
	tb.Helper()
	node, err := yaml.Parse(object)
	if err != nil {
		tb.Fatal(err)
	}
	got := []string{}
	manifest.References(node.YNode(), further, func(r manifest.Reference) { got = append(got, written(r)) })
	return got
}

func written(r manifest.Reference) string {
	name := r.Name
	switch {
	case r.Anywhere:
		name = "*/" + name
	case r.Namespace != "":
		name = r.Namespace + "/" + name
	}
	return r.Kind + " " + name + " at " + r.At
}

type referenceCase struct {
	object string
	want   []string
}

func check(t *testing.T, cases map[string]referenceCase) {
	t.Helper()
	for name, tt := range cases {
		t.Run(name, func(t *testing.T) {
			if tt.want == nil {
				tt.want = []string{}
			}
			assert.Equal(t, tt.want, found(t, tt.object))
		})
	}
}

func TestReferencesOfPodsAreFoundInEveryKind(t *testing.T) {
	const pod = `
    spec:
      imagePullSecrets: [{name: pull}]
      initContainers:
      - envFrom: [{secretRef: {name: a}}, {configMapRef: {name: b, optional: true}}]
      containers:
      - name: web
        env:
        - {name: A, valueFrom: {secretKeyRef: {name: c, key: k}}}
        - {name: B, valueFrom: {configMapKeyRef: {name: d, key: k}}}
        - {name: C, value: c}
      volumes:
      - {name: v1, secret: {secretName: e}}
      - {name: v2, configMap: {name: f, items: [{key: name, path: name}]}}
      - {name: v3, projected: {sources: [{secret: {name: g}}, {configMap: {name: h}}, {serviceAccountToken: {path: t}}]}}
      - {name: v4, csi: {driver: d, nodePublishSecretRef: {name: i}}}
      - {name: v5, flexVolume: {secretRef: {name: j}}}
      - {name: v6, azureFile: {secretName: k, shareName: s}}
      - {name: v7, emptyDir: {}}
`
	want := func(at string) (paths []string) {
		for _, w := range [][2]string{
			{"Secret pull", "imagePullSecrets[0].name"},
			{"Secret a", "initContainers[0].envFrom[0].secretRef.name"},
			{"ConfigMap b", "initContainers[0].envFrom[1].configMapRef.name"},
			{"Secret c", "containers[0].env[0].valueFrom.secretKeyRef.name"},
			{"ConfigMap d", "containers[0].env[1].valueFrom.configMapKeyRef.name"},
			{"Secret e", "volumes[0].secret.secretName"},
			{"ConfigMap f", "volumes[1].configMap.name"},
			{"Secret g", "volumes[2].projected.sources[0].secret.name"},
			{"ConfigMap h", "volumes[2].projected.sources[1].configMap.name"},
			{"Secret i", "volumes[3].csi.nodePublishSecretRef.name"},
			{"Secret j", "volumes[4].flexVolume.secretRef.name"},
			{"Secret k", "volumes[5].azureFile.secretName"},
		} {
			paths = append(paths, w[0]+" at "+at+w[1])
		}
		return paths
	}
	check(t, map[string]referenceCase{
		"a Deployment":                         {"kind: Deployment\nspec:\n  template:" + pod, want("spec.template.spec.")},
		"an Argo Rollout":                      {"kind: Rollout\nspec:\n  template:" + pod, want("spec.template.spec.")},
		"a Knative Service":                    {"apiVersion: serving.knative.dev/v1\nkind: Service\nspec:\n  template:" + pod, want("spec.template.spec.")},
		"a PodTemplate":                        {"kind: PodTemplate\ntemplate:\n" + pod, want("template.spec.")},
		"a kind that nobody has ever heard of": {"kind: Fleet\nspec:\n ships:\n - template:" + pod, want("spec.ships[0].template.spec.")},
	})
}
