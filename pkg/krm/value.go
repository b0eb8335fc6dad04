package krm

import (
	"bytes"
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

// isPrintable reports whether a value is one line of text.
func isPrintable(value string) bool {
	return strings.IndexFunc(value, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}
