package secret

import (
	"crypto/rand"
	"maps"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// A draft is a SealedSecret on its way into an editor, and back.
type draft struct {
	file
	at     int // the object's place among the file's SealedSecrets
	object *object
	base   string // the name without its suffix
	final  bool   // the name has one

	parts        map[string]part   // of each value
	plain        plainSecret       // the object as a Secret; of Values those that opened
	placeholders map[string]string // for those that did not, by key
	token        string            // stands in every placeholder, and nowhere else
	was          *plainSecret      // as the text reads that the editor gets
}

// draft opens what can be opened.
func (e *edit) draft(f file, o *object, at int) *draft {
	d := &draft{file: f, at: at, object: o, parts: map[string]part{}, placeholders: map[string]string{}, token: rand.Text()[:12]}
	if _, d.base, d.final = o.FinalName(); !d.final {
		if _, looks := sealed.LooksLikeSuffix(o.Name); looks {
			e.Warnf("SealedSecret %s: its name ends in what looks like a suffix, but not in that of its content; the name stays as it is", o)
		}
	}
	d.plain = plainSecret{Namespace: o.Namespace, Name: o.Name, Type: o.Template.Type, Immutable: o.Template.Immutable, Values: map[string][]byte{}}
	d.readTemplate()
	for _, v := range o.Values {
		p := part{value: v.Sealed, text: v.Node.Value, label: o.Label()}
		if e.keys != nil {
			e.reveal(d, v.Key, v.Path, &p)
		}
		if !p.opened {
			d.placeholders[v.Key] = placeholder + v.Key + ", " + d.token + ": leave this to keep it>"
		}
		d.parts[v.Key] = p
	}
	d.was, _ = d.parse([]byte(d.text()))
	return d
}

// placeholder begins what stands for a value that cannot be read.
const placeholder = "<sealed value of "

// reveal decrypts a value.
func (e *edit) reveal(d *draft, key, path string, p *part) {
	session, pub, err := e.keys.Unwrap(p.value, p.label)
	var plaintext []byte
	if err == nil {
		plaintext, err = session.Open(p.value)
	}
	if err != nil {
		e.Warnf("SealedSecret %s: %s: %s, so a placeholder stands for it", d.object, path, e.keys.closed(err))
		return
	}
	p.session, p.key, p.opened = session, pub, true
	d.plain.Values[key] = plaintext
}

// readTemplate reads the template's labels and annotations.
func (d *draft) readTemplate() {
	_, _ = items(d.name, d.data, func(p *krm.Pass) {
		p.Edit(sealedItems(p)[d.at], func(obj *yaml.RNode) error {
			meta := manifest.Field(manifest.Field(manifest.Field(obj.YNode(), "spec"), "template"), "metadata")
			d.plain.Labels = texts(manifest.Field(meta, "labels"))
			d.plain.Annotations = texts(manifest.Field(meta, "annotations"))
			return nil
		})
	})
}

// text is the Secret that the editor gets, without its heading.
func (d *draft) text() string {
	secret := d.plain
	secret.Values = maps.Clone(secret.Values)
	for key, text := range d.placeholders {
		secret.Values[key] = []byte(text)
	}
	return secret.text()
}

// heading explains the text, with the mistakes on top that it still has.
func (d *draft) heading(problems []string) string {
	var lines []string
	for _, problem := range problems {
		lines = append(lines, "error: "+problem)
	}
	if len(problems) > 0 {
		lines = append(lines, "Nothing was written. Correct this, or leave it as it is to give up.", "")
	}
	lines = append(lines,
		"SealedSecret "+d.object.String()+" of "+d.name+", as a Secret.",
		"Change, add or remove values, save, and close the editor: what has changed is sealed again.",
		"Nothing is written if nothing has changed, or if this is empty.",
		"Texts stand under stringData, anything else under data in base64.")
	if len(d.placeholders) > 0 {
		lines = append(lines, "", "No key opens the values that say "+placeholder+"…>. Leave that to keep one, or replace or remove it.")
		if d.final && d.object.Scope == sealed.Strict {
			lines = append(lines, "This SealedSecret stands under its final name, which changes with any value. They cannot",
				"follow it without the private keys: give all the values, or none.")
		}
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(strings.TrimRight("# "+strings.ReplaceAll(tell.Clean(line), "\n", " "), " ") + "\n")
	}
	return b.String()
}

// body is a text without its heading: the lines of comments that it begins with.
func body(text []byte) string {
	rest := string(text)
	for strings.HasPrefix(rest, "#") {
		_, rest, _ = strings.Cut(rest, "\n")
	}
	return rest
}
