package previewhost

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Every line of the tables is exercised by a golden case: somewhere in testdata
// something stands in that place and is rewritten.
func TestEveryPlaceHasACase(t *testing.T) {
	missing := map[string]bool{}
	for _, l := range tableLines() {
		missing[l.String()] = true
	}
	for _, c := range krmtest.Cases(t, "testdata") {
		if c.Refusal {
			continue
		}
		before := objects(t, c.Input)
		// What is propagated would hide that a place is not found.
		alone, everywhere := rewritten(t, c, true), rewritten(t, c, false)
		for _, l := range tableLines() {
			after := alone
			if l.propagated {
				after = everywhere
			}
			for i, obj := range before {
				if missing[l.String()] && l.changed(obj, after[i]) {
					delete(missing, l.String())
				}
			}
		}
	}
	if len(missing) > 0 {
		t.Errorf("no golden case rewrites what follows; add it to one\n%s", strings.Join(slices.Sorted(maps.Keys(missing)), "\n"))
	}
}

// A tableLine is a place in one of the tables.
type tableLine struct {
	group, kind string // empty for any
	path        string
	propagated  bool
}

func tableLines() []tableLine {
	var lines []tableLine
	for _, pl := range places {
		lines = append(lines, tableLine{pl.group, pl.kind, pl.path, false})
	}
	for _, tls := range tlsPlaces {
		lines = append(lines, tableLine{tls.group, tls.kind, tls.list + "/" + tls.secret, false})
	}
	for kind, paths := range helmPaths {
		group, kind, _ := strings.Cut(kind, "/")
		for _, path := range paths {
			lines = append(lines, tableLine{group, kind, path, true})
		}
	}
	return lines
}

func (l tableLine) String() string { return strings.TrimSpace(l.group + " " + l.kind + " " + l.path) }

// changed reports whether the place holds something else afterwards.
func (l tableLine) changed(before, after *yaml.Node) bool {
	text := func(name string) string {
		if n := manifest.Field(before, name); n != nil {
			return n.Value
		}
		return ""
	}
	group, _, _ := strings.Cut(text("apiVersion"), "/")
	if l.kind != "" && (l.kind != text("kind") || l.group != group) {
		return false
	}
	return valuesAt(before, l.path) != valuesAt(after, l.path)
}

func valuesAt(obj *yaml.Node, path string) string {
	var b strings.Builder
	manifest.ParsePath(path).Each(obj, func(n *yaml.Node, at string) {
		b.WriteString(at + ": " + yaml.NewRNode(n).MustString() + "\n")
	})
	return b.String()
}

// rewritten is what the function makes of a case, with or without propagation.
func rewritten(t *testing.T, c krmtest.Case, alone bool) []*yaml.Node {
	t.Helper()
	config := krm.Source{Name: "fn.yaml", Data: []byte("{apiVersion: kurumi.dev/v1alpha1, kind: PreviewHost}")}
	if c.Config != nil {
		config = *c.Config
	}
	node, err := yaml.Parse(string(config.Data))
	require.NoError(t, err)
	if alone && node.GetKind() != "ConfigMap" {
		require.NoError(t, node.PipeE(yaml.LookupCreate(yaml.MappingNode, "spec"), yaml.SetField("propagate", yaml.NewListRNode())))
		config.Data = []byte(node.MustString())
	}
	files, results, err := Function.ProcessFiles(&config, c.Input, krm.Options{})
	require.NoError(t, err)
	require.Empty(t, krmtest.Mistakes(results), c.Name)
	return objects(t, files)
}

// objects is every object in some files.
func objects(t *testing.T, files []krm.Source) []*yaml.Node {
	t.Helper()
	var all []*yaml.Node
	for _, file := range files {
		for dec := yaml.NewDecoder(bytes.NewReader(file.Data)); ; {
			var doc yaml.Node
			err := dec.Decode(&doc)
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, file.Name)
			all = append(all, doc.Content[0])
		}
	}
	return all
}

// Every kind of mention that is warned about is told in a golden case.
func TestEveryKindOfMentionHasACase(t *testing.T) {
	var all strings.Builder
	for _, c := range krmtest.Cases(t, "testdata") {
		_, results, err := Function.ProcessFiles(c.Config, c.Input, krm.Options{})
		require.NoError(t, err)
		for _, r := range results {
			all.WriteString(r.Message + "\n")
		}
	}
	for kind, message := range why {
		if !strings.Contains(all.String(), message) {
			t.Errorf("no golden case tells of mentions of kind %d: %q", kind, message)
		}
	}
}
