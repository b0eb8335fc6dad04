package sealedsecret

import (
	"bytes"
	"encoding/base64"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

const (
	keyLabel     = "sealedsecrets.bitnami.com/sealed-secrets-key"
	keyActive    = "active"
	keyField     = "tls.key"
	certField    = "tls.crt"
	unknownFile  = "is neither PEM nor a Secret in YAML or JSON; remove it"
	exportAgain  = "print it again with kubectl get secret -o yaml"
	exportByName = "print the controller's key Secrets alone, with kubectl get secret -l " + keyLabel + " -o yaml"
)

// keyObject is a Secret or a List of them: as much as matters here.
type keyObject struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string `yaml:"kind"`
	Metadata   struct {
		CreationTimestamp string            `yaml:"creationTimestamp"`
		Labels            map[string]string `yaml:"labels"`
	} `yaml:"metadata"`
	Data       map[string]string `yaml:"data"`
	StringData map[string]string `yaml:"stringData"`
	Items      []yaml.Node       `yaml:"items"`
}

// objects reads a file of Secrets. It says whether it found a private key.
func (at keyPlace) objects(data []byte) bool {
	docs, err := yamlDocuments(data)
	switch {
	case err != nil && looksLikeYAML(at.file, data):
		at.losef("is broken YAML%s; %s", nearLine(err), exportAgain)
		return false
	case (err != nil || len(docs) == 1 && docs[0].Kind == yaml.ScalarNode) && bytes.Contains(data, []byte("-----")):
		at.damaged()
		return false
	case err != nil:
		at.losef(unknownFile)
		return false
	case len(docs) == 0:
		at.losef("is empty but for comments; write the key into it, or remove it")
	}
	found := false
	for i, doc := range docs {
		here := at
		if len(docs) > 1 {
			here = at.in("document %d", i+1)
		}
		found = here.object(doc) || found
	}
	return found
}

// object reads a document: a Secret, or a List of nothing else.
func (at keyPlace) object(doc *yaml.Node) bool {
	if doc.Kind != yaml.MappingNode {
		at.losef(unknownFile)
		return false
	}
	obj, ok := at.decode(doc)
	switch {
	case !ok:
		return false
	case obj.APIVersion != "v1" || obj.Kind != "List" && obj.Kind != "SecretList":
		return at.secret(obj)
	case len(obj.Items) == 0:
		at.losef("is a List with nothing in it; look at the namespace and the label, and %s", exportByName)
	}
	found := false
	for i := range obj.Items {
		here := at.in("items[%d]", i)
		item, ok := here.decode(&obj.Items[i])
		if !ok {
			continue
		}
		if obj.Kind == "SecretList" && item.Kind == "" && item.APIVersion == "" {
			item.APIVersion, item.Kind = "v1", "Secret" // so the API itself writes it
		}
		found = here.secret(item) || found
	}
	return found
}

func (at keyPlace) decode(n *yaml.Node) (keyObject, bool) {
	var obj keyObject
	if err := n.Decode(&obj); err != nil {
		at.losef("is no Secret as kubectl prints it%s; %s", nearLine(err), exportAgain)
		return obj, false
	}
	return obj, true
}

var kindName = lazyregexp.New(`^[A-Z][A-Za-z]{0,39}$`)

// secret takes the key and the certificate out of a Secret.
func (at keyPlace) secret(obj keyObject) bool {
	if obj.APIVersion != "v1" || obj.Kind != "Secret" {
		what := "another object"
		if kindName.MatchString(obj.Kind) {
			what = "a " + obj.Kind
		}
		at.losef("is %s, but must be a v1 Secret; %s", what, exportByName)
		return false
	}
	made, err := time.Parse(time.RFC3339, obj.Metadata.CreationTimestamp)
	if err != nil && obj.Metadata.CreationTimestamp != "" {
		at.errorf("has a metadata.creationTimestamp that is no time; %s", exportAgain)
	}
	text, given := at.field(obj, keyField)
	if !given {
		at.losef("is a Secret with no %s; %s", keyField, exportByName)
	}
	key, certs, ok := at.in(keyField).secretKey(text)
	if crt, given := at.field(obj, certField); given && len(crt) > 0 {
		found, _ := at.in(certField).pem(crt)
		if len(found.private) > 0 {
			at.in(certField).errorf("holds a private key, but must hold its certificate; put the key under %s", keyField)
		}
		certs = append(certs, found.certs...)
	}
	if !ok {
		return false
	}
	held := at.loader.hold(at, key)
	held.madeAt(made)
	if label, labelled := obj.Metadata.Labels[keyLabel]; labelled && label != keyActive {
		held.retired = true
	}
	at.pairWithin(held, certs)
	return true
}

// field is the text of a Secret's field. The API, too, prefers stringData. It is
// given but nil if it could not be read.
func (at keyPlace) field(obj keyObject, name string) (text []byte, given bool) {
	if s, ok := obj.StringData[name]; ok {
		return []byte(s), true
	}
	s, ok := obj.Data[name]
	if !ok {
		return nil, false
	}
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		at.in("%s", name).losef("is not base64; put a plain text under stringData, or %s", exportAgain)
		return nil, true
	}
	return text, true
}
