package argorollouts

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// A cluster is all objects that are applied together.
type cluster []crd.Object

func read(manifests []byte) (cluster, error) { return crd.Read(manifests) }

// readBoth is what went in and what came out.
func readBoth(before, after []byte) (was, is cluster, err error) {
	if was, err = read(before); err != nil {
		return nil, nil, err
	}
	is, err = read(after)
	return was, is, err
}

// ofKind is the objects of a group and kind.
func (c cluster) ofKind(group, kind string) (found cluster) {
	for _, obj := range c {
		if obj.GetKind() == kind && obj.GroupVersionKind().Group == group {
			found = append(found, obj)
		}
	}
	return found
}

// find is the one object of a group and kind, namespace and name. Several of them
// are an error too: they overwrite each other.
func (c cluster) find(group, kind, namespace, name string) (*crd.Object, error) {
	var found *crd.Object
	for _, obj := range c.ofKind(group, kind) {
		if obj.GetName() != name || !sameNamespace(obj.GetNamespace(), namespace) {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("%s %q is there twice", kind, name)
		}
		found = &obj
	}
	if found == nil {
		return nil, fmt.Errorf("%s %q not found", kind, name)
	}
	return found, nil
}

// sameNamespace takes one that is not written for any: the host puts it in later.
func sameNamespace(a, b string) bool { return a == b || a == "" || b == "" }

// decodeAll is every object of a kind as Go type.
func decodeAll[T any](c cluster, group, kind string) (all []*T, err error) {
	for _, obj := range c.ofKind(group, kind) {
		typed, err := crd.Decode[T](&obj)
		if err != nil {
			return nil, err
		}
		all = append(all, typed)
	}
	return all, nil
}
