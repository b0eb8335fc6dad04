package main

import (
	"regexp"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// An object is one of a build's output.
type object struct{ kind, name, text string }

func (o object) String() string { return o.kind + " " + o.name }

// objects is what was built, in its order.
func objects(built string) ([]object, error) {
	var all []object
	for text := range strings.SplitSeq(built, "\n---\n") {
		text = strings.TrimSuffix(text, "\n") + "\n"
		obj, err := yaml.Parse(text)
		if err != nil {
			return nil, err
		}
		all = append(all, object{obj.GetKind(), obj.GetName(), text})
	}
	return all, nil
}

// A change is what became of one object.
type change struct {
	title string   // Deployment web becomes Rollout web
	hunks []string // each with its head
}

// changes is the objects that differ: first those that were there, in their order,
// then the new ones. An object of another kind in the place of one that went counts
// as that one.
func changes(before, after []object) []change {
	var all []change
	rest := slices.Clone(after)
	for _, was := range before {
		i := slices.IndexFunc(rest, func(o object) bool { return o.String() == was.String() })
		if i < 0 {
			i = slices.IndexFunc(rest, func(o object) bool { return o.name == was.name && !slices.ContainsFunc(before, o.same) })
		}
		switch {
		case i < 0:
			all = append(all, newChange(was.String()+" goes", was.text, ""))
			continue
		case rest[i].kind != was.kind:
			all = append(all, newChange(was.String()+" becomes "+rest[i].String(), was.text, rest[i].text))
		case rest[i].text != was.text:
			all = append(all, newChange(was.String(), was.text, rest[i].text))
		}
		rest = slices.Delete(rest, i, i+1)
	}
	for _, o := range rest {
		all = append(all, newChange(o.String()+" is new", "", o.text))
	}
	return all
}

func (o object) same(other object) bool { return o.String() == other.String() }

var head = regexp.MustCompile(`(?m)^@@ .* @@$`)

func newChange(title, before, after string) change {
	diff := krmtest.Diff("", "", before, after, 1)
	var hunks []string
	heads := head.FindAllStringIndex(diff, -1)
	for i, at := range heads {
		end := len(diff)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		hunks = append(hunks, diff[at[0]:at[1]]+" "+title+diff[at[1]:end])
	}
	return change{title: title, hunks: hunks}
}

// about is the hunks with a line that matches.
func (c change) about(subject *regexp.Regexp) []string {
	return slices.DeleteFunc(slices.Clone(c.hunks), func(hunk string) bool { return !subject.MatchString(hunk) })
}

// fold hides what stands in the fields of these names in a hunk, as an editor does.
func fold(hunk string, fields []string) string {
	var b strings.Builder
	folded := -1 // the indentation of the field that is folded
	for line := range strings.Lines(hunk) {
		text := strings.TrimLeft(line[1:], " ")
		indent := len(line) - 1 - len(text)
		if folded >= 0 && (indent > folded || indent == folded && strings.HasPrefix(text, "- ")) {
			continue
		}
		folded = -1
		name, _, _ := strings.Cut(text, ":")
		if slices.Contains(fields, name) {
			folded = indent
			line = strings.TrimSuffix(line, "\n") + " …\n"
		}
		b.WriteString(line)
	}
	return b.String()
}
