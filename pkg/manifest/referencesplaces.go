package manifest

import "sigs.k8s.io/kustomize/kyaml/yaml"

// This file knows what the name of a field does not tell: places by kind and path.

// A kindPath is a path in objects of a kind.
type kindPath struct{ group, kind, path string }

// secretPlaces hold the names of Secrets: a text, a list of texts, or a mapping with a name.
var secretPlaces = []kindPath{
	{"ceph.rook.io", "CephObjectStore", "spec/gateway/caBundleRef"},
	{"ceph.rook.io", "CephObjectStore", "spec/gateway/sslCertificateRef"},
	{"configuration.konghq.com", "KongConsumer", "credentials"},
	{"gateway.envoyproxy.io", "SecurityPolicy", "spec/basicAuth/users"},
	{"metal3.io", "BareMetalHost", "spec/bmc/credentialsName"},
	{"minio.min.io", "Tenant", "spec/configuration"},
	{"minio.min.io", "Tenant", "spec/users"},
	{"operator.openshift.io", "IngressController", "spec/defaultCertificate"},
	{"projectcontour.io", "ContourConfiguration", "spec/envoy/clientCertificate"},
	{"projectcontour.io", "ContourConfiguration", "spec/httpproxy/fallbackCertificate"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/encryptionKey"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/keyFile"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/sse"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/ssl"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/sslInternal"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/users"},
	{"psmdb.percona.com", "PerconaServerMongoDB", "spec/secrets/vault"},
	{"sinks.knative.dev", "IntegrationSink", "spec/aws/auth/secret/ref"},
	{"sources.knative.dev", "IntegrationSource", "spec/aws/auth/secret/ref"},
	{"volsync.backube", "ReplicationDestination", "spec/rclone/rcloneConfig"},
	{"volsync.backube", "ReplicationDestination", "spec/restic/repository"},
	{"volsync.backube", "ReplicationDestination", "spec/rsync/sshKeys"},
	{"volsync.backube", "ReplicationSource", "spec/rclone/rcloneConfig"},
	{"volsync.backube", "ReplicationSource", "spec/restic/repository"},
	{"volsync.backube", "ReplicationSource", "spec/rsync/sshKeys"},
}

// producers name the Secret or ConfigMap that the object makes. A reference there would be followed to something that
// does not exist yet, or would leave what is made under its old name; nothing below them counts. Fields that mean this
// in many kinds, and fields of any name with a slash, are in silentFields and annotations.
var producers = []kindPath{
	{"cert-manager.io", "Certificate", "spec/secretName"},
	{"cert-manager.io", "ClusterIssuer", "spec/acme/privateKeySecretRef"},
	{"cert-manager.io", "Issuer", "spec/acme/privateKeySecretRef"},
	{"external-secrets.io", "ClusterExternalSecret", "spec/externalSecretSpec/target/name"},
	{"external-secrets.io", "ExternalSecret", "spec/target/name"},
	{"infra.contrib.fluxcd.io", "Terraform", "spec/writeOutputsToSecret"},
	{"isindir.github.com", "SopsSecret", "spec/secretTemplates"},
	{"k8s.bitwarden.com", "BitwardenSecret", "spec/secretName"},
	{"kyverno.io", "ClusterPolicy", "spec/rules/generate/name"},
	{"kyverno.io", "Policy", "spec/rules/generate/name"},
	{"mongodbcommunity.mongodb.com", "MongoDBCommunity", "spec/users/connectionStringSecretName"},
	{"mongodbcommunity.mongodb.com", "MongoDBCommunity", "spec/users/scramCredentialsSecretName"}, // the start of a name
	{"networking.internal.knative.dev", "Certificate", "spec/secretName"},
	{"secrets-store.csi.x-k8s.io", "SecretProviderClass", "spec/secretObjects/secretName"},
	{"secrets.doppler.com", "DopplerSecret", "spec/managedSecret"},
	{"secrets.hashicorp.com", "VaultDynamicSecret", "spec/destination/name"},
	{"secrets.hashicorp.com", "VaultPKISecret", "spec/destination/name"},
	{"secrets.hashicorp.com", "VaultStaticSecret", "spec/destination/name"},
	{"secrets.infisical.com", "InfisicalDynamicSecret", "spec/dynamicSecret/secretName"},
	{"secrets.infisical.com", "InfisicalDynamicSecret", "spec/managedSecretReference"},
	{"secrets.infisical.com", "InfisicalSecret", "spec/managedKubeSecretReferences"},
	{"secrets.infisical.com", "InfisicalSecret", "spec/managedSecretReference"},

	// What these patches select is in another source, under the name that it has there.
	{"argoproj.io", "Application", "spec/source/kustomize"},
	{"argoproj.io", "Application", "spec/sources/kustomize"},
	{"argoproj.io", "ApplicationSet", "spec/template/spec/source/kustomize"},
	{"argoproj.io", "ApplicationSet", "spec/template/spec/sources/kustomize"},
	{"helm.toolkit.fluxcd.io", "HelmRelease", "spec/postRenderers"},
	{"kustomize.toolkit.fluxcd.io", "Kustomization", "spec/patches"},
}

// A release is a part of an object that counts in another namespace: where a chart's objects are.
type release struct {
	kindPath
	namespace string // the path of that namespace
	own       bool   // without one, the object's own is meant
}

var releases = []release{
	{kindPath{"argoproj.io", "Application", "spec/ignoreDifferences"}, "spec/destination/namespace", false},
	{kindPath{"argoproj.io", "Application", "spec/source/helm"}, "spec/destination/namespace", false},
	{kindPath{"argoproj.io", "Application", "spec/sources/helm"}, "spec/destination/namespace", false},
	{kindPath{"argoproj.io", "ApplicationSet", "spec/template/spec/ignoreDifferences"}, "spec/template/spec/destination/namespace", false},
	{kindPath{"argoproj.io", "ApplicationSet", "spec/template/spec/source/helm"}, "spec/template/spec/destination/namespace", false},
	{kindPath{"argoproj.io", "ApplicationSet", "spec/template/spec/sources/helm"}, "spec/template/spec/destination/namespace", false},
	{kindPath{"helm.cattle.io", "HelmChart", "spec/valuesContent"}, "spec/targetNamespace", true},
	{kindPath{"helm.cattle.io", "HelmChartConfig", "spec/valuesContent"}, "spec/targetNamespace", false},
	{kindPath{"helm.crossplane.io", "Release", "spec/forProvider/values"}, "spec/forProvider/namespace", false},
	{kindPath{"helm.fluxcd.io", "HelmRelease", "spec/values"}, "spec/targetNamespace", true},
	{kindPath{"helm.toolkit.fluxcd.io", "HelmRelease", "spec/values"}, "spec/targetNamespace", true},
}

// A mark is what the tables, or the caller, tell of one node.
type mark struct {
	makes bool   // it names what the object makes
	names string // it names Secrets: the kind
	helm  *scope // it counts in another scope
}

// Places in the tables by group and kind, with their paths parsed.
type kindMarks struct {
	path Path
	mark mark
	in   *release
}

var marksByKind = func() map[[2]string][]kindMarks {
	all := map[[2]string][]kindMarks{}
	add := func(p kindPath, m mark, in *release) {
		key := [2]string{p.group, p.kind}
		all[key] = append(all[key], kindMarks{ParsePath(p.path), m, in})
	}
	for _, p := range secretPlaces {
		add(p, mark{names: secretKind}, nil)
	}
	for _, p := range producers {
		add(p, mark{makes: true}, nil)
	}
	for _, r := range releases {
		add(r.kindPath, mark{}, &r)
	}
	return all
}()

// marksOf notes what the tables and the caller know of an object's nodes.
func (w *referenceWalk) marksOf(obj *yaml.Node, apiVersion, kind string, s scope) {
	note := func(p Path, m mark) {
		p.Each(obj, func(n *yaml.Node, _ string) {
			if w.marks == nil {
				w.marks = map[*yaml.Node]mark{}
			}
			w.marks[n] = m
		})
	}
	group, _ := groupVersion(apiVersion)
	for _, k := range marksByKind[[2]string{group, kind}] {
		m := k.mark
		if k.in != nil {
			in := s.released(obj, k.in)
			m.helm = &in
		}
		note(k.path, m)
	}
	for _, f := range w.further {
		if f.Matches(apiVersion, kind) {
			note(ParsePath(f.Path), mark{names: secretKind})
		}
	}
}
