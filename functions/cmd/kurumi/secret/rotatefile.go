package secret

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// rewrapAll computes the new values, on all cores.
func (r *rotation) rewrapAll(values []*rewrapping, progress *progress) {
	sealed.Each(len(values), func(i int) {
		v := values[i]
		defer func() { progress.value(v.file.left.Add(-1) == 0) }()
		if r.keys.open(v.opening); v.err != nil || v.key.Equal(r.keys.newest) {
			return
		}
		var rewrapped sealed.Value
		rewrapped, v.err = v.session.Rewrap(v.Sealed, r.keys.newest, v.object.Label())
		v.text = rewrapped.String()
	})
}

// rotate writes one file, if all of its values can be.
func (r *rotation) rotate(f *toRotate, progress *progress) {
	if r.closed(f) {
		return
	}
	data, err := f.with()
	if err == nil && !bytes.Equal(data, f.data) {
		if !r.dryRun {
			err = replaceFile(f.path, f.data, data)
		}
		if err == nil {
			r.changed++
			r.rewrapped += f.changes()
			progress.line.Clear()
			_, err = fmt.Fprintln(r.stdout, tell.Clean(f.name))
		}
	}
	if err != nil {
		r.Errorf("%s: %v", f.name, err)
		return
	}
	r.done++
}

// closed tells whether some values of a file do not open, and which.
func (r *rotation) closed(f *toRotate) bool {
	closed := false
	for _, v := range f.values {
		if v.err != nil {
			r.Errorf("%s: SealedSecret %s: %s: %s", f.name, v.object, v.Path, r.keys.closed(v.err))
			closed = true
		}
	}
	return closed
}

// changes counts the values that get another text.
func (f *toRotate) changes() int {
	n := 0
	for _, v := range f.values {
		if v.text != "" {
			n++
		}
	}
	return n
}

// with is the file's text with the new values.
func (f *toRotate) with() ([]byte, error) {
	if f.changes() == 0 {
		return f.data, nil
	}
	left := f.values
	data, results := items(f.name, f.data, func(p *krm.Pass) {
		for _, it := range sealedItems(p) {
			p.Edit(it, func(obj *yaml.RNode) error {
				for _, v := range readObject(obj.YNode()).Values {
					if left[0].text != "" {
						v.Node.Value = left[0].text
					}
					left = left[1:]
				}
				return nil
			})
		}
	})
	for _, res := range results {
		if res.Severity == krm.Error {
			return nil, errors.New(res.Message)
		}
	}
	if json.Valid(f.data) && !json.Valid(data) {
		data = f.inJSON()
	}
	return data, f.check(data)
}

// inJSON puts the new values into a list in JSON, which krm would write as YAML.
func (f *toRotate) inJSON() []byte {
	data := f.data
	for _, v := range f.values {
		if v.text != "" {
			data = bytes.ReplaceAll(data, []byte(`"`+v.Node.Value+`"`), []byte(`"`+v.text+`"`))
		}
	}
	return data
}

// check reads the text that is to be written: each value has to be there.
func (f *toRotate) check(data []byte) error {
	objects, _ := readObjects(f.name, data)
	all := openings(objects)
	if len(all) != len(f.values) {
		return errors.New("cannot be written so that it reads the same; it is left as it was")
	}
	for i, v := range f.values {
		want := v.Sealed.String()
		if v.text != "" {
			want = v.text
		}
		if all[i].Key != v.Key || all[i].object.Label() != v.object.Label() || all[i].Sealed.String() != want {
			return fmt.Errorf("SealedSecret %s: %s: cannot be written so that it reads the same; the file is left as it was", v.object, v.Path)
		}
	}
	return nil
}
