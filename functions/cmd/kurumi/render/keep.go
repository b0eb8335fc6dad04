package render

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// takeKeep reads how many versions of a resource are kept, which only this build
// is to know, and takes that out of its text. All other bytes stay.
func (r *resource) takeKeep() (err error) {
	if r.annotation == "" {
		return nil
	}
	if r.keep, r.base, err = rename.ParseKeep(r.annotation); err != nil {
		return fmt.Errorf("(%s) has %w", r, err)
	}
	files, results, err := withoutKeep.ProcessFiles(nil, []krm.Source{{Data: r.text}}, krm.Options{})
	for _, result := range results {
		if result.Severity == krm.Error {
			err = errors.Join(err, errors.New(result.Message))
		}
	}
	if err != nil {
		return fmt.Errorf("(%s) cannot be changed: %w", r, err)
	}
	r.text = files[0].Data
	return nil
}

var withoutKeep = &krm.Function{Name: "kurumi render", Run: krm.Unconfigured(func(p *krm.Pass) error {
	for _, item := range p.Items() {
		p.Edit(item, func(obj *yaml.RNode) error {
			return errors.Join(obj.PipeE(yaml.ClearAnnotation(rename.KeepAnnotation)), yaml.ClearEmptyAnnotations(obj))
		})
	}
	return nil
})}

// A keeper finds the earlier versions of what was built.
type keeper struct {
	*report
	place  *place
	tree   tree
	before versions
	next   versions
}

// keep adds to what was built the earlier versions of it that are kept, as they are,
// and tells what all versions are. names are the environments that were asked for.
func (r *report) keep(p *place, results []built, names []string) versions {
	k := &keeper{report: r, place: p, next: versions{}}
	var err error
	if k.tree, err = p.scan(p.name); err != nil {
		r.Errorf("%s: %v", p.out, err)
		return nil
	}
	if k.before, err = p.versions(k.tree); err != nil {
		r.Errorf("%s: %v", path.Join(p.out, versionsName), err)
		return nil
	}
	maps.Copy(k.next, k.before)
	maps.DeleteFunc(k.next, func(of lineage, _ []string) bool { return len(names) == 0 || slices.Contains(names, of.environment) })
	for i := range results {
		k.keepOf(&results[i])
	}
	return k.next
}

// keepOf adds the earlier versions to one environment.
func (k *keeper) keepOf(b *built) {
	current := map[id]bool{}
	for _, res := range b.resources {
		current[res.id] = true
	}
	for _, res := range b.resources {
		if res.keep == 0 {
			continue
		}
		of := lineage{b.name, res.id}
		of.name = res.base
		_, twice := k.next[of]
		switch {
		case twice:
			k.Errorf("%s: two objects of the build are versions of %s; which earlier ones are whose cannot be told: name them apart before they get their versions", b.name, of)
			continue
		case !versionsLine.MatchString(of.line([]string{res.name})):
			k.Errorf("%s: %s has a name that Kubernetes does not take; its versions cannot be kept", b.name, res.id)
			continue
		}
		names, earlier := k.earlier(of, res)
		k.next[of] = names
		b.resources = append(b.resources, slices.DeleteFunc(earlier, func(e resource) bool { return current[e.id] })...)
	}
}

// earlier is the versions that are kept of one object, the newest last, and what
// they are, without the current one. One that no file has any more is not made up.
func (k *keeper) earlier(of lineage, current resource) (names []string, found []resource) {
	names = []string{current.name}
	for _, name := range slices.Backward(k.before[of]) {
		if len(names) == current.keep {
			break
		}
		if slices.Contains(names, name) {
			continue
		}
		version := of.id
		version.name = name
		res, ok := k.find(of.environment, version)
		if !ok {
			k.Notef("%s: warning: %s, an earlier version of %s, is not kept, since there is no file of it any more", of.environment, version, of)
			continue
		}
		names, found = append(names, name), append(found, res)
	}
	slices.Reverse(names)
	return names, found
}

// find finds a resource in the output folder, whatever other ones its file was named
// apart from.
func (k *keeper) find(environment string, version id) (resource, bool) {
	for level := 1; level <= levels; level++ {
		at := path.Join(environment, fileName(version, level))
		if _, there := k.tree.files[at]; !there {
			continue
		}
		text, err := k.place.root.ReadFile(path.Join(k.place.name, at))
		if err != nil {
			k.Errorf("%s: %v", path.Join(k.place.out, at), cause(err))
			continue
		}
		if len(documents(text)) != 1 {
			continue
		}
		if res, err := newResource(text); err == nil && res.id == version {
			res.text = text
			return res, true
		}
	}
	return resource{}, false
}
