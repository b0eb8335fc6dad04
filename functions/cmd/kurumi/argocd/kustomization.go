package argocd

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// kustomizationNames is the names that kustomize looks for, in this order.
var kustomizationNames = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// readKustomization reads the kustomization of a folder. The name is empty if there
// is none.
func readKustomization(dir string) (name string, text []byte, err error) {
	for _, name := range kustomizationNames {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return name, text, err
		}
	}
	return "", nil, nil
}

// previewAnnotations carry a preview host where preview-host looks for it. What a
// kustomization says there is a sample, in whose place the preview's own host comes,
// as it does with Argo CD's commonAnnotations and force.
var previewAnnotations = []string{"preview-host", "kurumi.dev/preview-host"}

// edit is a kustomization with the settings in it, as kustomize's own edit add
// annotation --force and edit set image put them there. Only in memory: the folder
// may be somebody's clone.
func (s settings) edit(text []byte) ([]byte, error) {
	k, err := yaml.Parse(string(text))
	if err != nil {
		return nil, err
	}
	if k.YNode().Kind != yaml.MappingNode {
		return nil, errors.New("is no mapping")
	}
	annotations := map[string]string{}
	if there := field(k.YNode(), "commonAnnotations"); there != nil && s.previewHost != "" {
		for _, name := range previewAnnotations {
			if at(resolve(there), name, exactly) >= 0 {
				annotations[name] = s.previewHost
			}
		}
	}
	maps.Copy(annotations, s.annotations)
	if err := annotate(k.YNode(), annotations); err != nil {
		return nil, err
	}
	if err := setImages(k.YNode(), s.images); err != nil {
		return nil, err
	}
	out, err := k.String()
	return []byte(out), err
}

func annotate(kustomization *yaml.Node, annotations map[string]string) error {
	if len(annotations) == 0 {
		return nil
	}
	all, err := own(kustomization, "commonAnnotations", yaml.MappingNode)
	if err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(annotations)) {
		set(all, key, exactly, quoted(annotations[key]))
	}
	return nil
}

func setImages(kustomization *yaml.Node, images []image) error {
	if len(images) == 0 {
		return nil
	}
	all, err := own(kustomization, "images", yaml.SequenceNode)
	if err != nil {
		return err
	}
	for _, img := range images {
		all.Content = slices.DeleteFunc(all.Content, func(n *yaml.Node) bool {
			name := field(resolve(n), "name")
			return name != nil && name.Value == img.Name
		})
		entry := &yaml.Node{Kind: yaml.MappingNode}
		for _, f := range []struct{ name, value string }{
			{"name", img.Name}, {"newName", img.NewName}, {"newTag", img.NewTag}, {"digest", img.Digest},
		} {
			if f.value != "" {
				set(entry, f.name, exactly, quoted(f.value))
			}
		}
		all.Content = append(all.Content, entry)
	}
	return nil
}

// own is a field of the kustomization that can be changed: made if it is not there,
// and a copy if it is an alias.
func own(kustomization *yaml.Node, name string, kind yaml.Kind) (*yaml.Node, error) {
	there := field(kustomization, name)
	if there == nil || there.ShortTag() == yaml.NodeTagNull {
		there = &yaml.Node{Kind: kind}
	} else {
		there = yaml.CopyYNode(resolve(there))
	}
	if there.Kind != kind {
		return nil, fmt.Errorf("%s is no %s", name, map[yaml.Kind]string{yaml.MappingNode: "mapping", yaml.SequenceNode: "list"}[kind])
	}
	there.Anchor = ""
	set(kustomization, name, strings.EqualFold, there)
	return there, nil
}

func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// field is a field of a mapping. kustomize reads its file as JSON, in which the case
// of a name does not count.
func field(mapping *yaml.Node, name string) *yaml.Node {
	if i := at(mapping, name, strings.EqualFold); i >= 0 {
		return mapping.Content[i]
	}
	return nil
}

func exactly(a, b string) bool { return a == b }

// at is where the value of a field stands in a mapping, or -1.
func at(mapping *yaml.Node, name string, same func(a, b string) bool) int {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if same(mapping.Content[i].Value, name) {
			return i + 1
		}
	}
	return -1
}

func set(mapping *yaml.Node, name string, same func(a, b string) bool, value *yaml.Node) {
	if i := at(mapping, name, same); i >= 0 {
		mapping.Content[i] = value
		return
	}
	mapping.Content = append(mapping.Content, quoted(name), value)
}

// quoted is a text that no reader takes for anything else.
func quoted(text string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Style: yaml.DoubleQuotedStyle, Value: text}
}
