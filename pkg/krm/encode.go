package krm

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// encode writes a new value in the quoting of the old token, which ends at end.
// What does not fit into that goes into double quotes, on one line.
func (t token) encode(value string, end int) (string, bool) {
	switch t.old.Style {
	case yaml.DoubleQuotedStyle:
		return doubleQuoted(value), true
	case yaml.SingleQuotedStyle:
		if isPrintable(value) {
			return "'" + strings.ReplaceAll(value, "'", "''") + "'", true
		}
	case yaml.LiteralStyle:
		return t.encodeLiteral(value, end)
	case yaml.FoldedStyle:
		return t.encodeFolded(value)
	default:
		switch {
		case t.old.Tag != yaml.NodeTagString:
			return value, plainNumber(value, t.old.Tag)
		case plainString(value):
			return value, true
		case !t.flow && isPrintable(value):
			return yamlScalar(value, 0)
		}
	}
	return doubleQuoted(value), true
}

// isPrintable reports whether a value is one line of text.
func isPrintable(value string) bool {
	return strings.IndexFunc(value, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

// doubleQuoted writes a string in double quotes. Go's escapes are all YAML's too.
func doubleQuoted(value string) string { return strconv.Quote(value) }

// yamlScalar has yaml.v3 write a string as the value of a field.
func yamlScalar(value string, style yaml.Style) (string, bool) {
	out, err := yaml.Marshal(&yaml.Node{Kind: yaml.MappingNode, Content: []*yaml.Node{
		{Kind: yaml.ScalarNode, Value: "k"},
		{Kind: yaml.ScalarNode, Tag: yaml.NodeTagString, Value: value, Style: style},
	}})
	return strings.TrimSuffix(strings.TrimPrefix(string(out), "k: "), "\n"), err == nil
}

// encodeFolded writes a folded scalar anew, indented as the old one was.
func (t token) encodeFolded(value string) (string, bool) {
	text, ok := yamlScalar(value, yaml.FoldedStyle)
	text = strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n  ", "\n"+strings.Repeat(" ", t.blockIndent()))
	if bytes.HasSuffix(t.lineAt(t.start), []byte("\r")) {
		text = strings.ReplaceAll(text, "\n", "\r\n") + "\r"
	}
	return text, ok
}

// plainNumber reports whether a value needs no quotes to be a number or boolean.
func plainNumber(value, tag string) bool {
	for i := range len(value) {
		if c := value[i]; !isNameByte(c) && c != '.' && c != '+' {
			return false
		}
	}
	return value != "" && (&yaml.Node{Kind: yaml.ScalarNode, Value: value}).ShortTag() == tag
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
	for i, ln := range raw {
		if was[i] == now[i] {
			continue
		}
		ln, cr := strings.CutSuffix(ln, "\r")
		indent, ok := strings.CutSuffix(ln, was[i])
		if !ok {
			return "", false
		}
		if raw[i] = indent + now[i]; cr {
			raw[i] += "\r"
		}
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
	settle(root, false)
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

// settle decides how scalars are written where yaml.v3 would write what reads as
// something else. flow tells that n stands in a flow collection or is a key.
func settle(n *yaml.Node, flow bool) {
	if n.Kind == yaml.ScalarNode {
		switch {
		case flow && n.Tag == yaml.NodeTagNull && n.Value == "":
			n.Value = "null" // not a pair of quotes
		case strings.ContainsAny(n.Value, "\r\u0085\u2028\u2029\ufeff"), strings.HasPrefix(n.Value, "\t"):
			n.Style = n.Style&yaml.TaggedStyle | yaml.DoubleQuotedStyle // not as line breaks or indentation
		case n.Style&yaml.FoldedStyle != 0 && strings.Contains(strings.TrimRight(n.Value, "\n"), "\n"):
			n.Style ^= yaml.FoldedStyle | yaml.LiteralStyle // of several paragraphs it gets some wrong
		}
	}
	for i, child := range n.Content {
		onLine := child.Kind != yaml.ScalarNode && (len(child.Content) == 0 || child.Style&yaml.TaggedStyle != 0)
		if onLine && n.Kind == yaml.MappingNode && i%2 == 1 {
			key := n.Content[i-1] // its comment would go between it and the {} or the tag
			key.HeadComment, key.LineComment = joinComments(key.HeadComment, key.LineComment), ""
		}
		settle(child, flow || n.Style&yaml.FlowStyle != 0 || n.Kind == yaml.MappingNode && i%2 == 0)
	}
}

// quoteTexts quotes every string that is more than a line of text.
func quoteTexts(n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == yaml.NodeTagString && !isPrintable(n.Value) {
		n.Style = n.Style&yaml.TaggedStyle | yaml.DoubleQuotedStyle
	}
	for _, child := range n.Content {
		quoteTexts(child)
	}
}

// lastNode is the node that is written last.
func lastNode(n *yaml.Node) *yaml.Node {
	for len(n.Content) > 0 {
		n = n.Content[len(n.Content)-1]
	}
	return n
}

// closeText quotes a text that ends with blank lines where it did not come last
// before: as a block scalar it would take in the blank lines behind the object.
func closeText(last *yaml.Node) {
	if last.Kind == yaml.ScalarNode && (last.Value == "\n" || strings.HasSuffix(last.Value, "\n\n")) {
		last.Style = yaml.DoubleQuotedStyle
	}
}

// underDash indents a document so that it can stand as an item of a sequence.
func underDash(doc []byte, dash int) []byte {
	pad := bytes.Repeat([]byte(" "), dash+2)
	out := make([]byte, 0, len(doc)+len(doc)/8)
	for ln := range bytes.Lines(doc) {
		if ln[0] != '\n' || len(out) == 0 {
			out = append(out, pad...)
		}
		out = append(out, ln...)
	}
	out[dash] = '-'
	return out
}
