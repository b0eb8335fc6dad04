package secret

import (
	"bytes"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// text is a Secret in YAML, for people: texts under stringData, on several lines
// where they have some, and only what is no text under data.
func (s *plainSecret) text() string {
	obj := &yaml.Node{Kind: yaml.MappingNode, Tag: yaml.NodeTagMap}
	setText(obj, "apiVersion", "v1")
	setText(obj, "kind", "Secret")
	within(obj, "metadata", func(meta *yaml.Node) {
		setText(meta, "name", s.Name)
		if s.Namespace != "" {
			setText(meta, "namespace", s.Namespace)
		}
		setTexts(meta, "labels", s.Labels, nil)
		setTexts(meta, "annotations", s.Annotations, nil)
	})
	if s.Type != "" {
		setText(obj, "type", s.Type)
	}
	if s.Immutable {
		add(obj, "immutable", &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagBool, Value: "true"})
	}
	for _, field := range []string{"stringData", "data"} {
		within(obj, field, func(values *yaml.Node) {
			for _, key := range slices.Sorted(maps.Keys(s.Values)) {
				if value := s.Values[key]; isText(value) == (field == "stringData") {
					add(values, key, shown(value))
				}
			}
		})
	}
	var out bytes.Buffer
	enc := yaml.NewEncoderWithOptions(&out, &yaml.EncoderOptions{SeqIndent: yaml.CompactSequenceStyle})
	_ = enc.Encode(obj) // a buffer takes everything
	_ = enc.Close()
	return out.String()
}

// isText tells what a person can edit from what has to be in base64.
func isText(value []byte) bool {
	return utf8.Valid(value) && bytes.IndexFunc(value, func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' || r == '\ufeff' || r == utf8.RuneError
	}) < 0
}

// shown is a value as the editor gets it: a text of several lines as a block, if
// YAML gives it back as it is.
func shown(value []byte) *yaml.Node {
	if !isText(value) {
		return scalar(base64.StdEncoding.EncodeToString(value))
	}
	n := scalar(string(value))
	if !strings.Contains(n.Value, "\n") {
		return n
	}
	block := &yaml.Node{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: n.Value, Style: yaml.LiteralStyle}
	if readsBack(block) {
		return block
	}
	return n
}

// readsBack tells whether a block can be written so that it reads the same. Some
// cannot, such as those with spaces before their first line.
func readsBack(block *yaml.Node) bool {
	for line := range strings.SplitSeq(block.Value, "\n") {
		if strings.TrimRight(line, " \t\r") != line || strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) && r != '\t' }) >= 0 {
			return false // it would be there, but nobody would see it
		}
	}
	text, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{scalar("k"), block}})
	var back map[string]string
	return err == nil && yaml.Unmarshal(text, &back) == nil && back["k"] == block.Value
}
