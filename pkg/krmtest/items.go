package krmtest

import (
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// itemsText is what items mean, with their fields sorted and without the
// annotations by which hosts keep track of them.
func itemsText(t *testing.T, items []*yaml.RNode) string {
	t.Helper()
	var b strings.Builder
	for _, item := range items {
		var value any
		if err := item.YNode().Decode(&value); err != nil {
			t.Fatalf("an item cannot be read: %v", err)
		}
		dropNotes(value)
		text, err := yaml.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("---\n" + string(text))
	}
	return b.String()
}

// dropNotes removes the hosts' own annotations, and what is empty without them.
func dropNotes(object any) {
	root, _ := object.(map[string]any)
	metadata, _ := root["metadata"].(map[string]any)
	annotations, _ := metadata["annotations"].(map[string]any)
	for name := range annotations {
		_, internal := strings.CutPrefix(name, "internal.config.kubernetes.io/")
		if internal || name == "config.kubernetes.io/path" || name == "config.kubernetes.io/index" {
			delete(annotations, name)
		}
	}
	if len(annotations) == 0 {
		delete(metadata, "annotations")
	}
	if len(metadata) == 0 {
		delete(root, "metadata")
	}
}

// inCommon lists those of some items that are among others too, by their
// identities. What has no identity of its own does not count.
func inCommon(items, others []*yaml.RNode) string {
	mine, theirs := countIDs(items), countIDs(others)
	var b strings.Builder
	for _, item := range items {
		if id := identity(item); mine[id] == 1 && theirs[id] == 1 {
			b.WriteString(id + "\n")
		}
	}
	return b.String()
}

func countIDs(items []*yaml.RNode) map[string]int {
	ids := map[string]int{}
	for _, item := range items {
		ids[identity(item)]++
	}
	return ids
}

func identity(item *yaml.RNode) string {
	return strings.Join([]string{item.GetApiVersion(), item.GetKind(), item.GetNamespace(), item.GetName()}, " ")
}
