package manifest

import "strings"

// This file tells by the name of a field what stands in it, whatever the kind of the object.

const (
	secretKind    = "Secret"
	configMapKind = "ConfigMap"
)

// A hint is what is known of a value from where it stands.
type hint struct {
	kind       string // Secret or ConfigMap; "": only the value itself can tell
	in         forms
	commas     bool // a text is a list of names
	anywhere   bool // the field says nothing of the namespace
	parameters bool // elements are Helm parameters: a dotted path as name, and a value
	root       bool // the object itself
	config     bool // a bare pair of name and key is a ConfigMap's, not a Secret's
}

// forms are the sorts of values that hold names.
type forms uint8

const (
	text  forms = 1 << iota // secretName: db
	named                   // secretRef: {name: db}
	list                    // secrets: [db] and secrets: [{name: db}]
)

// element is the hint for an element of a list.
func (h hint) element() hint {
	switch {
	case h.parameters:
		return h
	case h.in&list == 0:
		return hint{config: h.config}
	}
	h.in = text | named | list
	return h
}

// endings tell a field by the end of its name, in lower case and without what stands between words: tlsSecretName,
// tls_secret_name and tls-secret-name are one. None is the end of another.
var endings = []struct {
	end  string
	kind string
	in   forms
}{
	{"secret", secretKind, text | named | list},
	{"secretname", secretKind, text | list},
	{"secretsname", secretKind, text},
	{"secretref", secretKind, text | named | list},
	{"secretkeyref", secretKind, named | list},
	{"secretreference", secretKind, named | list},
	{"secretselector", secretKind, named},
	{"secretkeyselector", secretKind, named},
	{"secrettargetref", secretKind, named | list},
	{"secrets", secretKind, list},
	{"secretnames", secretKind, list},
	{"secretrefs", secretKind, list},
	{"secretkeyrefs", secretKind, list},
	{"secretreferences", secretKind, list},

	{"configmap", configMapKind, text | named | list},
	{"configmapname", configMapKind, text | named | list},
	{"configmapref", configMapKind, text | named | list},
	{"configmapkeyref", configMapKind, named | list},
	{"configmapreference", configMapKind, named | list},
	{"configmapselector", configMapKind, named},
	{"configmapkeyselector", configMapKind, named},
	{"configmaptargetref", configMapKind, named | list},
	{"configmaps", configMapKind, list},
	{"configmapnames", configMapKind, list},
	{"configmaprefs", configMapKind, list},
	{"configmapkeyrefs", configMapKind, list},
	{"configmapreferences", configMapKind, list},
}

var joinWords = strings.NewReplacer("_", "", "-", "")

// fieldHints are fields whose names do not say it by their end.
var fieldHints = map[string]hint{
	"certificateRefs":      {kind: secretKind, in: list},  // Gateway API; a kind beside the name overrides
	"clientCertificateRef": {kind: secretKind, in: named}, // Gateway API
	"credentialRefs":       {kind: secretKind, in: list},  // Envoy Gateway
	"credentialName":       {kind: secretKind, in: text, anywhere: true},
	"credentialNames":      {kind: secretKind, in: list, anywhere: true}, // Istio: the namespace is that of the proxy
	"externalCertificate":  {kind: secretKind, in: named},                // OpenShift Route

	// Bare pairs of name and key that mean a ConfigMap: Crunchy Postgres, External Secrets, OpenShift.
	"databaseInitSQL": {config: true},
	"queries":         {config: true},
	"credConfig":      {config: true},
	"customLogoFile":  {config: true},
	"cloudConfig":     {config: true},
}

// silentFields are fields below which nothing is a reference.
var silentFields = map[string]bool{
	// What users name as they like.
	"labels": true, "matchLabels": true, "nodeSelector": true,
	"openAPIV3Schema": true, // describes fields
	"ownerReferences": true, // go by uid

	// Where the object makes a Secret or ConfigMap, in many kinds of one maker.
	"writeConnectionSecretToRef":        true, // Crossplane
	"writeConnectionSecretsToNamespace": true, // Crossplane
	"publishConnectionDetailsTo":        true, // Crossplane
	"operatorSpec":                      true, // Azure Service Operator

	// Other things with Secret in their name.
	"secretStoreRef": true, "secretStoreRefs": true,
}

// hintOf is what a field's name tells of its value.
func hintOf(key string) hint {
	if h, ok := fieldHints[key]; ok {
		return h
	}
	if strings.Contains(key, "/") {
		return annotationHint(key)
	}
	// Most fields end here. Names in capitals are variables, whose values are no names.
	if !strings.Contains(key, "ecret") && !strings.Contains(key, "onfig") {
		return shortHint(key)
	}
	letters := strings.ToLower(joinWords.Replace(key))
	var h hint
	for _, e := range endings {
		if strings.HasSuffix(letters, e.end) {
			h = hint{kind: e.kind, in: e.in}
			break
		}
	}
	h.config = h.kind == configMapKind || strings.HasSuffix(letters, "fromconfig")
	return h
}

// shortHint knows the short form of many Helm charts: extraEnvVarsCM.
func shortHint(key string) hint {
	switch {
	case strings.HasSuffix(key, "CM"):
		return hint{kind: configMapKind, in: text | named}
	case strings.HasSuffix(key, "CMs"):
		return hint{kind: configMapKind, in: list}
	}
	return hint{}
}
