package crd

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	kjson "sigs.k8s.io/json"
	"sigs.k8s.io/yaml"
)

// An Object is one manifest, as JSON and as what an API server makes of it before
// it knows the type.
type Object struct {
	Raw []byte
	unstructured.Unstructured
}

// Tree is all manifests below a folder, as one stream.
func Tree(tb testing.TB, root string) []byte {
	tb.Helper()
	var all bytes.Buffer
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		_, _ = fmt.Fprintf(&all, "---\n%s\n", strings.TrimPrefix(string(data), "---\n"))
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all.Bytes()
}

// Read is every object of some manifests in their order, those in Lists too.
func Read(manifests []byte) ([]Object, error) {
	var all []Object
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

func readOne(raw []byte) ([]Object, error) {
	var list struct {
		Kind  string
		Items []json.RawMessage
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	if !strings.HasSuffix(list.Kind, "List") || list.Items == nil {
		obj := Object{Raw: raw}
		err := kjson.UnmarshalCaseSensitivePreserveInts(raw, &obj.Object)
		return []Object{obj}, err
	}
	var all []Object
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
func (o *Object) String() string { return o.GetKind() + " " + o.GetName() }

// Decode is an object as Go type, strictly: the API server says no less with
// fieldValidation=Strict, which is what kubectl asks for.
func Decode[T any](obj *Object) (*T, error) {
	typed := new(T)
	unknown, err := kjson.UnmarshalStrict(obj.Raw, typed)
	if err := errors.Join(append(unknown, err)...); err != nil {
		return nil, fmt.Errorf("%s: strict decoding: %w", obj, err)
	}
	return typed, nil
}
