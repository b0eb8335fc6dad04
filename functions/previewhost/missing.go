package previewhost

import (
	"fmt"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A missing is a host of an item for which no preview host is known.
type missing struct {
	item *krm.Item
	host string
}

// misses notes a host without a preview host, with the first place of it in an item.
func (v *visit) misses(key string, f krm.Field) {
	m := missing{v.item, strings.Clone(key)}
	if _, known := v.missing[m]; !known {
		f.Current = strings.Clone(f.Current)
		v.missing[m] = f
		v.missed = append(v.missed, m)
	}
}

// tellMissing tells what was missed since it was told last. Where nothing has a preview host at all, that is one mistake,
// however many hosts there are.
func (r *rewriter) tellMissing() {
	missed := r.missed
	r.missed = nil
	if len(missed) > 1 && len(r.preview) == 0 {
		first := missed[0]
		r.Errorf(first.item, r.missing[first], "no preview host is known for %s, nor for %s: none of these has the annotation %s; give it to all of them, as kustomize's commonAnnotations does, or set spec.host",
			first.host, others(missed[1:]), r.cfg.Annotation)
		return
	}
	for _, m := range missed {
		r.Errorf(m.item, r.missing[m], "no preview host is known for %s; give the resource the annotation %s, set spec.host, or list the host in spec.keep", m.host, r.cfg.Annotation)
	}
}

// others names some hosts, the first ones by name.
func others(missed []missing) string {
	const most = 3
	var names []string
	for _, m := range missed[:min(most, len(missed))] {
		names = append(names, fmt.Sprintf("%s of %s", m.host, m.item))
	}
	if more := len(missed) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}
