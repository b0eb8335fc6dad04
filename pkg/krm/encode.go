package krm

import (
	"bytes"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// encode writes a new value in the quoting of the old token, which ends at end.
func (t token) encode(value string, end int) (string, bool) {
	switch t.old.Style {
	case yaml.DoubleQuotedStyle:
		if strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }) < 0 {
			return `"` + value + `"`, true
		}
	case yaml.SingleQuotedStyle:
		if strings.IndexFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) < 0 {
			return "'" + strings.ReplaceAll(value, "'", "''") + "'", true
		}
	case yaml.LiteralStyle:
		return t.encodeLiteral(value, end)
	case yaml.FoldedStyle:
		return t.encodeWithYAML(value, yaml.FoldedStyle, t.blockIndent())
	default:
		if t.old.Tag == yaml.NodeTagString && plainString(value) {
			return value, true
		}
		if t.flow {
			return t.encodeWithYAML(value, yaml.DoubleQuotedStyle, 0)
		}
	}
	return t.encodeWithYAML(value, t.old.Style, 0)
}

// encodeWithYAML has yaml.v3 write the scalar, and moves its further lines to
// the given indentation.
func (t token) encodeWithYAML(value string, style yaml.Style, indent int) (string, bool) {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: t.old.Tag, Value: value, Style: style}
	out, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{
		{Kind: yaml.ScalarNode, Value: "k"}, n,
	}})
	if err != nil {
		return "", false
	}
	text := strings.TrimRight(strings.TrimPrefix(string(out), "k: "), "\n")
	if indent == 0 {
		return text, !strings.Contains(text, "\n")
	}
	return strings.ReplaceAll(text, "\n  ", "\n"+strings.Repeat(" ", indent)), true
}

// encodeLiteral writes the lines of a block literal that have changed, each
// behind the indentation that its old line had.
func (t token) encodeLiteral(value string, end int) (string, bool) {
	header := t.lineAfter(t.start)
	raw := strings.Split(string(t.text[header:end]), "\n")
	was := strings.Split(strings.TrimRight(t.old.Value, "\n"), "\n")
	now := strings.Split(strings.TrimRight(value, "\n"), "\n")
	if len(raw) != len(was) || len(was) != len(now) {
		return "", false
	}
	for i := range raw {
		if was[i] == now[i] {
			continue
		}
		indent, ok := strings.CutSuffix(raw[i], was[i])
		if !ok {
			return "", false
		}
		raw[i] = indent + now[i]
	}
	return string(t.text[t.start:header]) + strings.Join(raw, "\n"), true
}

// plainString reports whether a value needs no quotes, in block and in flow
// style and in every YAML version. It may err on the side of quotes.
func plainString(v string) bool {
	if v == "" || !isLetter(v[0]) {
		return false
	}
	for i := 1; i < len(v); i++ {
		switch c := v[i]; {
		case isLetter(c), c >= '0' && c <= '9', strings.IndexByte("-._/@=+~%$;", c) >= 0:
		case c == ':' && i+1 < len(v) && v[i+1] == '/':
		default:
			return false
		}
	}
	return !isWord(v)
}

// isWord reports whether a plain scalar is a boolean or null in some YAML version.
func isWord(v string) bool {
	if len(v) > len("false") {
		return false
	}
	switch strings.ToLower(v) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return true
	}
	return false
}

// encodeTree writes an object whose structure has changed, in the indentation
// and sequence style that its text had, behind the dash at the given column (-1
// for a document of its own).
func encodeTree(root *yaml.Node, like []byte, dash int) ([]byte, error) {
	var buf bytes.Buffer
	enc := yaml.NewEncoderWithOptions(&buf, &yaml.EncoderOptions{
		SeqIndent: yaml.SequenceIndentStyle(yaml.DeriveSeqIndentStyle(string(like))),
	})
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("cannot be written as YAML: %w", err)
	}
	if err := enc.Close(); err != nil {
		return nil, fmt.Errorf("cannot be written as YAML: %w", err)
	}
	out := buf.Bytes()
	if dash >= 0 {
		out = underDash(out, dash)
	}
	if bytes.Contains(like, []byte("\r\n")) {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	return out, nil
}

// underDash indents a document so that it can stand as an item of a sequence.
// The dash goes before its first field, behind the comments at its head.
func underDash(doc []byte, dash int) []byte {
	pad := bytes.Repeat([]byte(" "), dash+2)
	out := make([]byte, 0, len(doc)+len(doc)/8)
	dashed := false
	for ln := range bytes.Lines(doc) {
		switch {
		case len(bytes.TrimSpace(ln)) == 0:
			out = append(out, ln...)
		case !dashed && ln[0] != '#':
			out = append(append(append(out, pad[:dash]...), "- "...), ln...)
			dashed = true
		case !dashed:
			out = append(append(out, pad[:dash]...), ln...)
		default:
			out = append(append(out, pad...), ln...)
		}
	}
	return out
}
