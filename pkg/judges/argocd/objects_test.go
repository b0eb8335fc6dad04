package argocd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// An object is one manifest, as JSON and as what an API server makes of it before
// it knows the type.
type object struct {
	raw []byte
	unstructured.Unstructured
}

// A cluster is all objects that are applied together.
type cluster []object

// read is every object of some manifests in their order, those in Lists too.
func read(manifests []byte) (cluster, error) {
	var all cluster
	for r := utilyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(manifests))); ; {
		doc, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		raw, err := yaml.YAMLToJSONStrict(doc) // strict: a key twice is an error
		if err != nil {
			return nil, err
		}
		if string(raw) == "null" {
			continue
		}
		found, err := readOne(raw)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
}

func readOne(raw []byte) (cluster, error) {
	var list struct {
		Kind  string
		Items []json.RawMessage
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	if !strings.HasSuffix(list.Kind, "List") || list.Items == nil {
		obj := object{raw: raw}
		err := kjson.UnmarshalCaseSensitivePreserveInts(raw, &obj.Object)
		return cluster{obj}, err
	}
	var all cluster
	for _, item := range list.Items {
		found, err := readOne(item)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// String is what an object is called in an error.
func (o *object) String() string { return o.GetKind() + " " + o.GetName() }

// decode is an object as Go type, strictly: the API server says no less with
// fieldValidation=Strict, which is what kubectl asks for.
func decode[T any](obj *object) (*T, error) {
	typed := new(T)
	unknown, err := kjson.UnmarshalStrict(obj.raw, typed)
	if err := errors.Join(append(unknown, err)...); err != nil {
		return nil, fmt.Errorf("%s: strict decoding: %w", obj, err)
	}
	return typed, nil
}
