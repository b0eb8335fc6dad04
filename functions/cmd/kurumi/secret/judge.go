package secret

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// parse reads an edited text, and tells what is wrong with it.
func (d *draft) parse(text []byte) (*plainSecret, []string) {
	var plain *plainSecret
	_, results := items("the text", text, func(p *krm.Pass) {
		for i, it := range p.Items() {
			if i > 0 {
				p.Errorf(it, krm.Field{}, "is a second object; leave one Secret")
				continue
			}
			plain = readItem(p, it)
		}
	})
	var problems []string
	for _, res := range results {
		if res.Severity == krm.Error {
			problems = append(problems, strings.TrimPrefix(res.String(), "error: "))
		}
	}
	if plain == nil && len(problems) == 0 {
		problems = append(problems, "the text holds no Secret")
	}
	return plain, problems
}

// A verdict is what becomes of an edited text.
type verdict struct {
	content *sealing // nil if nothing has changed
	update  update
	sealed  int // values
}

// judge compares an edited text with what it was.
func (d *draft) judge(text []byte) (verdict, []string) {
	plain, problems := d.parse(text)
	if len(problems) > 0 {
		return verdict{}, problems
	}
	problems = d.moved(plain)
	parts, more := d.edited(plain)
	if problems = append(problems, more...); len(problems) > 0 || d.same(plain, parts) {
		return verdict{}, problems
	}
	v := verdict{content: &sealing{parts: parts, kind: plain.Type, immutable: plain.Immutable, data: d.object.Template.Data}}
	v.update = update{
		namespace: d.object.Namespace, name: d.object.Name, scope: d.object.Scope,
		labels: plain.Labels, annotations: plain.Annotations, kind: plain.Type, immutable: plain.Immutable,
	}
	if d.final {
		v.update.name = d.base + "-" + v.content.suffix()
	}
	label := d.object.Scope.Label(v.update.namespace, v.update.name)
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		switch p := parts[key]; {
		case p.fresh:
			v.sealed++
		case p.moves(label) && !p.opened:
			problems = append(problems, fmt.Sprintf("%s is not changed, but the name is, and in strict scope no value moves to another name without the private keys; "+
				"give this value too, or all of it with --keys DIR", manifest.Under("stringData", key)))
		}
	}
	return v, problems
}

// moved tells what would need the values sealed for something else.
func (d *draft) moved(plain *plainSecret) []string {
	var problems []string
	for _, f := range []struct{ field, was, is string }{
		{"name", d.was.Name, plain.Name}, {"namespace", d.was.Namespace, plain.Namespace},
	} {
		if f.was != f.is {
			problems = append(problems, fmt.Sprintf("metadata.%s: is not %q any more, but this does not move a SealedSecret; put that back, and make one for another place with kurumi secret seal", f.field, f.was))
		}
	}
	was, _ := scopeOf(d.was.Annotations)
	is, wrong := scopeOf(plain.Annotations)
	for _, w := range wrong {
		problems = append(problems, w.path+": "+w.message)
	}
	if was != is && len(wrong) == 0 {
		problems = append(problems, fmt.Sprintf("metadata.annotations: say %s scope, but the values are sealed in %s scope; put that back, and seal in another scope with kurumi secret seal --scope", is, was))
	}
	return problems
}

// edited is the parts that the values make: those that are as they were, and
// fresh ones.
func (d *draft) edited(plain *plainSecret) (map[string]part, []string) {
	parts := map[string]part{}
	var problems []string
	for _, key := range slices.Sorted(maps.Keys(plain.Values)) {
		value := plain.Values[key]
		was, opened := d.plain.Values[key]
		if opened && bytes.Equal(value, was) {
			parts[key] = d.parts[key]
			continue
		}
		if from := d.stoodFor(string(value)); from != "" {
			parts[key] = d.parts[from]
			continue
		}
		if strings.Contains(string(value), d.token) || strings.HasPrefix(string(value), placeholder) {
			problems = append(problems, manifest.Under("stringData", key)+": is a placeholder, but not one of those that were there; put that back, or give a value (under data, in base64, if it is meant to look like this)")
			continue
		}
		var err error
		if parts[key], err = freshPart(value); err != nil {
			problems = append(problems, manifest.Under("stringData", key)+": "+err.Error())
		}
	}
	if len(parts) == 0 && len(d.parts) > 0 && len(problems) == 0 {
		problems = append(problems, "stringData: no value is left; remove the SealedSecret from its file if it is not needed any more")
	}
	return parts, problems
}

// stoodFor is the key of the value that a placeholder stands for. It may stand
// under another key now, which no value is bound to.
func (d *draft) stoodFor(text string) string {
	for key, p := range d.placeholders {
		if text == p {
			return key
		}
	}
	return ""
}

// same tells whether an edited Secret is what it was.
func (d *draft) same(plain *plainSecret, parts map[string]part) bool {
	kept := func(a, b part) bool { return !a.fresh && a.text == b.text }
	return maps.EqualFunc(parts, d.parts, kept) && maps.Equal(plain.Labels, d.was.Labels) && maps.Equal(plain.Annotations, d.was.Annotations) &&
		(plain.Type == d.was.Type || opaque(plain.Type) && opaque(d.was.Type)) && plain.Immutable == d.was.Immutable
}
