package manifest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

func TestWhatAnObjectMakesIsNoReference(t *testing.T) {
	for name, object := range map[string]string{
		"a Certificate":            "{apiVersion: cert-manager.io/v1, kind: Certificate, spec: {secretName: a, secretTemplate: {labels: {secretName: a}}}}",
		"an ACME account's key":    "{apiVersion: cert-manager.io/v1, kind: ClusterIssuer, spec: {acme: {privateKeySecretRef: {name: a}}}}",
		"an ExternalSecret":        "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, spec: {secretStoreRef: {name: a}, target: {name: a}, data: [{secretKey: a, remoteRef: {key: a}}]}}",
		"a ClusterExternalSecret":  "{apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, spec: {externalSecretSpec: {target: {name: a}}}}",
		"Crossplane":               "{kind: Bucket, spec: {writeConnectionSecretToRef: {name: a, namespace: x}, publishConnectionDetailsTo: {name: a}}}",
		"a SealedSecret":           "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: a}, spec: {encryptedData: {secretName: a}, template: {metadata: {name: a, annotations: {secret.reloader.stakater.com/reload: a}}}}}",
		"a Secret's data":          "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {secretName: a}}",
		"a ConfigMap's data":       "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {secretName: a}}",
		"a CSI secret mirrored":    "{apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, spec: {secretObjects: [{secretName: a, type: Opaque}]}}",
		"Infisical":                "{apiVersion: secrets.infisical.com/v1alpha1, kind: InfisicalSecret, spec: {managedSecretReference: {secretName: a}, managedKubeSecretReferences: [{secretName: a}]}}",
		"Doppler":                  "{apiVersion: secrets.doppler.com/v1alpha1, kind: DopplerSecret, spec: {managedSecret: {name: a}}}",
		"Bitwarden":                "{apiVersion: k8s.bitwarden.com/v1, kind: BitwardenSecret, spec: {secretName: a}}",
		"Vault":                    "{apiVersion: secrets.hashicorp.com/v1beta1, kind: VaultStaticSecret, spec: {destination: {name: a, create: true}}}",
		"Terraform":                "{apiVersion: infra.contrib.fluxcd.io/v1alpha2, kind: Terraform, spec: {writeOutputsToSecret: {name: a}}}",
		"Azure":                    "{kind: Redis, spec: {operatorSpec: {secrets: {primaryKey: {name: a, key: k}}}}}",
		"OpenShift's certificates": "{kind: Service, metadata: {annotations: {service.beta.openshift.io/serving-cert-secret-name: a}}}",
	} {
		t.Run(name, func(t *testing.T) { assert.Empty(t, found(t, object)) })
	}
}

func TestWhatIsNoReference(t *testing.T) {
	for name, object := range map[string]string{
		"a schema":                       "{kind: CustomResourceDefinition, spec: {versions: [{schema: {openAPIV3Schema: {properties: {secretName: {default: a}, secretRef: {name: a}}}}}], secretName: a}}",
		"a schema in another kind":       "{kind: ConstraintTemplate, spec: {openAPIV3Schema: {secretName: a}}}",
		"an empty name":                  `{kind: X, spec: {secretName: "", secretRef: {name: ""}, secrets: [""]}}`,
		"a name that is null":            `{kind: X, spec: {secretName: null, secretRef: {name: ~}, secretKeyRef: }}`,
		"placeholders":                   `{kind: X, spec: {aSecret: "{{ .x }}", bSecret: "${X}", cSecret: $(x), dSecret: "<< x >>", eSecret: "a-{{x}}"}}`,
		"what can be no name":            `{kind: X, spec: {aSecret: A, bSecret: a_b, cSecret: -a, dSecret: a., eSecret: "a b", fSecret: /a, gSecret: x/, hSecret: " a", iSecret: a/b/c}}`,
		"numbers and booleans":           `{kind: X, spec: {aSecret: true, bSecret: 12, secretRef: {name: 1.5}}}`,
		"a mapping where a text belongs": `{kind: X, spec: {secretName: {name: a}, secrets: {name: a}, secretRef: {name: {name: a}}}}`,
		"labels and selectors":           `{kind: X, metadata: {labels: {secretName: a}}, spec: {selector: {matchLabels: {secret: a}}, nodeSelector: {secret: a}}}`,
		"what the status repeats":        `{kind: X, status: {secretName: a}}`,
		"the key within a Secret":        `{kind: X, spec: {secretKey: a, existingSecretPasswordKey: a, secretKeyRef: {key: a}, secretNamespace: a}}`,
		"another kind's reference":       `{kind: X, spec: {issuerRef: {kind: Issuer, name: a}, secretRef: {kind: VaultSecret, name: a}, valuesFrom: [{name: a}], bSecretRef: {apiVersion: example.com/v1, name: a}}}`,
		"variables":                      `{kind: X, spec: {values: {env: {DB_SECRET: a, CLIENT_SECRET_NAME: a}}}}`,
		"a pair with more to it":         `{kind: X, spec: {items: [{name: a, key: k, operator: In}], toleration: {name: a, key: k, effect: x}}}`,
		"an alias":                       `{kind: X, spec: {name: &n a, secretName: *n}}`,
		"no object":                      `[{secretName: a}]`,
	} {
		t.Run(name, func(t *testing.T) { assert.Empty(t, found(t, object)) })
	}
}

func TestReferencesOfNothing(t *testing.T) {
	manifest.References(nil, nil, func(manifest.Reference) { t.Fatal("found") })
}

func TestFurtherPathsOfTheCaller(t *testing.T) {
	const object = `{apiVersion: example.com/v1, kind: Shop, metadata: {annotations: {example.com/db: a}, labels: {db: b}},
		spec: {db: c, dbs: [d, e], ref: {name: f, namespace: x}, refs: [{name: g}], secretRef: {name: h}, nested: [{db: i}]}, status: {ref: {name: j}}}`
	spec := func(path string) manifest.FieldSpec {
		return manifest.FieldSpec{Group: "example.com", Kind: "Shop", Path: path}
	}
	for name, tt := range map[string]struct {
		further manifest.FieldSpec
		want    []string
	}{
		"an annotation":                            {spec(`metadata/annotations/example.com\/db`), []string{"Secret a at metadata.annotations[example.com/db]"}},
		"where nothing else would count":           {spec("metadata/labels/db"), []string{"Secret b at metadata.labels.db"}},
		"a mapping where nothing else would count": {spec("status/ref"), []string{"Secret j at status.ref.name"}},
		"a text":                             {spec("spec/db"), []string{"Secret c at spec.db"}},
		"a list of texts":                    {spec("spec/dbs"), []string{"Secret d at spec.dbs[0]", "Secret e at spec.dbs[1]"}},
		"a mapping with a name":              {spec("spec/ref"), []string{"Secret x/f at spec.ref.name"}},
		"a list of mappings":                 {spec("spec/refs"), []string{"Secret g at spec.refs[0].name"}},
		"through a list":                     {spec("spec/nested/db"), []string{"Secret i at spec.nested[0].db"}},
		"what is found anyway is found once": {spec("spec/secretRef/name"), nil},
		"another kind":                       {manifest.FieldSpec{Kind: "Other", Path: "spec/db"}, nil},
		"another version":                    {manifest.FieldSpec{Version: "v2", Path: "spec/db"}, nil},
		"every kind":                         {manifest.FieldSpec{Path: "spec/db"}, []string{"Secret c at spec.db"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := found(t, object, tt.further)
			assert.Contains(t, got, "Secret h at spec.secretRef.name")
			assert.ElementsMatch(t, append(tt.want, "Secret h at spec.secretRef.name"), got)
		})
	}
}

func TestFurtherPathsAreInDocumentOrder(t *testing.T) {
	got := found(t, "{kind: X, spec: {aSecret: a, db: b, cSecret: c}}", manifest.FieldSpec{Path: "spec/db"})
	assert.Equal(t, []string{"Secret a at spec.aSecret", "Secret b at spec.db", "Secret c at spec.cSecret"}, got)
}
