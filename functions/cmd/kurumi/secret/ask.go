package secret

import (
	"errors"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// ask lets the user edit a draft until it can be sealed. It gives nothing if
// nothing is to be written.
func (e *edit) ask(d *draft) *verdict {
	if d.was == nil {
		e.Errorf("%s: SealedSecret %s cannot be shown as a Secret; look at its template", d.name, d.object)
		return nil
	}
	var v *verdict
	err := withEditor(e.streams, func(edit func(text string) ([]byte, error)) error {
		var err error
		v, err = e.rounds(d, edit)
		return err
	})
	if err != nil {
		e.Errorf("%v", err)
		return nil
	}
	return v
}

// rounds opens the editor again and again, until what it leaves has no mistakes.
func (e *edit) rounds(d *draft, edit func(text string) ([]byte, error)) (*verdict, error) {
	was := d.text()
	var problems []string
	for {
		text, err := edit(d.heading(problems) + was)
		if err != nil {
			return nil, err
		}
		is := body(text)
		switch {
		case strings.TrimSpace(is) == "":
			e.Notef("%s: cancelled, as the text is empty", d.name)
			return nil, nil
		case is == was && len(problems) > 0:
			return nil, fmt.Errorf("%s: the text still has %s; it is not kept, since it holds what is to be sealed:\n  %s",
				d.name, tell.Count(len(problems), "mistake"), strings.Join(problems, "\n  "))
		case is == was:
			e.Notef("%s: nothing changed", d.name)
			return nil, nil
		}
		v, wrong := d.judge(text)
		if len(wrong) == 0 {
			if v.content == nil {
				e.Notef("%s: nothing changed", d.name)
				return nil, nil
			}
			return &v, nil
		}
		was = is
		// The heading is a longer one now, which moves the lines that mistakes name.
		_, problems = d.judge([]byte(d.heading(wrong) + was))
	}
}

// write seals what has changed, and puts it into the file.
func (e *edit) write(d *draft, v verdict) {
	u := v.update
	var err error
	if u.values, err = v.content.under(e.to, u.scope.Label(u.namespace, u.name)); err != nil {
		e.Errorf("SealedSecret %s: %v", d.object, err)
		return
	}
	data, results := items(d.name, d.data, func(p *krm.Pass) {
		p.Edit(sealedItems(p)[d.at], func(obj *yaml.RNode) error {
			u.apply(obj.YNode())
			return nil
		})
	})
	if e.Results(results) {
		return
	}
	if err = d.check(data, u); err == nil {
		err = replaceFile(d.path, d.data, data)
	}
	if err != nil {
		e.Errorf("%s: %v", d.name, err)
		return
	}
	told := fmt.Sprintf("%s: SealedSecret %s: %s sealed, %d kept", d.name, d.object, tell.Count(v.sealed, "value"), len(u.values)-v.sealed)
	if u.name != d.object.Name {
		told += "; its name is now " + u.name
	}
	e.Notef("%s", told)
}

// check reads the text that is to be written.
func (d *draft) check(data []byte, u update) error {
	if !stillJSON(d.data, data) {
		return errors.New("is a List in JSON, which cannot be edited in place; convert it to YAML first")
	}
	objects, _ := readObjects(d.name, data)
	if d.at >= len(objects) || objects[d.at].Name != u.name || len(objects[d.at].Values) != len(u.values) {
		return errors.New("cannot be written so that it reads the same")
	}
	o := objects[d.at]
	_, _, final := o.FinalName()
	if final != d.final {
		return errors.New("cannot be written: the name would not be the final one")
	}
	for _, value := range o.Values {
		if value.Node.Value != u.values[value.Key] {
			return fmt.Errorf("%s cannot be written so that it reads the same", value.Path)
		}
	}
	return nil
}
