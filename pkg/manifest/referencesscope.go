package manifest

import (
	"strings"
	"unicode"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// A scope is what counts in a part of an object.
type scope struct {
	silent    bool   // only what the caller asked for is a reference
	namespace string // the namespace that is meant where none is said; "": the object's own
	anywhere  bool   // where none is said, any may be meant
	helm      bool   // inside what a chart is given
}

// silentKinds hold no references: a schema's fields are no fields, and a Secret's data is its own.
var silentKinds = map[string]bool{
	"CustomResourceDefinition":    true,
	"CompositeResourceDefinition": true,
	"SealedSecret":                true,
}

// dataKinds hold none outside their metadata.
var dataKinds = map[string]bool{secretKind: true, configMapKind: true}

// clusterKinds have no namespace. Kinds that say so by their name, as ClusterIssuer does, need not be here.
var clusterKinds = map[string]bool{
	"APIService": true, "CSIDriver": true, "CertificateSigningRequest": true, "DeploymentRuntimeConfig": true,
	"EnvironmentConfig": true, "FlowSchema": true, "GatewayClass": true, "IngressClass": true,
	"KongClusterPlugin": true, "KongVault": true, "MutatingAdmissionPolicy": true,
	"MutatingAdmissionPolicyBinding": true, "MutatingWebhookConfiguration": true, "Namespace": true, "Node": true,
	"PersistentVolume": true, "PriorityClass": true, "RuntimeClass": true, "StorageClass": true,
	"ValidatingAdmissionPolicy": true, "ValidatingAdmissionPolicyBinding": true,
	"ValidatingWebhookConfiguration": true, "VolumeAttributesClass": true, "VolumeSnapshotClass": true,
	"VolumeSnapshotContent": true,
}

// namespacedKinds begin with Cluster and have a namespace all the same.
var namespacedKinds = map[string]bool{
	"ClusterClass": true, "ClusterDeployment": true, "ClusterGroup": true, "ClusterPool": true,
	"ClusterRegistrationToken": true, "ClusterResourceSet": true, "ClusterResourceSetBinding": true,
	"ClusterServiceVersion": true,
}

func hasNoNamespace(kind string) bool {
	if clusterKinds[kind] {
		return true
	}
	rest, ok := strings.CutPrefix(kind, "Cluster")
	return ok && rest != "" && unicode.IsUpper(rune(rest[0])) && !namespacedKinds[kind]
}

// of is the scope of an object. An object inside another one has a namespace of its own, or else that of what is around.
func (s scope) of(obj *yaml.Node, kind string, root bool) scope {
	s.silent = s.silent || silentKinds[kind]
	if hasNoNamespace(kind) {
		s.anywhere, s.namespace = true, ""
	} else if !root {
		s = s.said(Field(Field(obj, "metadata"), "namespace"))
	}
	return s
}

// released is the scope of what a chart is given.
func (s scope) released(obj *yaml.Node, r *release) scope {
	s.helm = true
	if !r.own {
		s.anywhere, s.namespace = true, ""
	}
	ParsePath(r.namespace).Each(obj, func(n *yaml.Node, _ string) { s = s.said(n) })
	return s
}

// said is the scope where a namespace stands in so many words. A placeholder may become any.
func (s scope) said(n *yaml.Node) scope {
	switch {
	case !isText(n) || n.Value == "":
	case isName(n.Value):
		s.namespace, s.anywhere = n.Value, false
	default:
		s.namespace, s.anywhere = "", true
	}
	return s
}

// isText reports whether a node is a text, in quotes or not.
func isText(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.ShortTag() == yaml.NodeTagString
}

// isName reports whether a text can be the name of an object.
func isName(s string) bool {
	if s == "" || len(s) > 253 || !isNameEnd(s[0]) || !isNameEnd(s[len(s)-1]) {
		return false
	}
	for i := range len(s) {
		if !isNameEnd(s[i]) && s[i] != '-' && s[i] != '.' {
			return false
		}
	}
	return true
}

func isNameEnd(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }
