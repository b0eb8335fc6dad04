package rolloutconvert

import (
	"slices"
	"strings"
)

// front finds the Service that clients use: the one that is named, or the only one
// that selects the pods, apart from some that have another part: first of them the one
// beside it.
func (t *traffic) front(path, name string, apart ...string) *object {
	services := t.of("Service")
	if name != "" {
		i := slices.IndexFunc(services, func(o object) bool { return o.item.Name == name })
		if i < 0 {
			t.fail(nil, path, name, "names Service %s, and the input has none of that name%s; those that select the pods: %s",
				name, t.inNamespace(), orNone(namesOf(t.candidates(apart...))))
			return nil
		}
		if !t.selectsPods(services[i]) {
			t.fail(&services[i], "spec.selector", "", "does not select the pods of Deployment %s, and %s names it; %s", t.d.name, path, t.mismatch(services[i]))
			return nil
		}
		return &services[i]
	}
	found := t.candidates(apart...)
	if len(found) > 1 {
		if routed := slices.DeleteFunc(slices.Clone(found), func(o object) bool { return !t.isRouted(o.item.Name) }); len(routed) == 1 {
			found = routed
		}
	}
	switch len(found) {
	case 1:
		return &found[0]
	case 0:
		t.fail(nil, "", "", "%s", t.noService(path, apart[0])) // of the Deployment
	default:
		t.fail(nil, path, "", "is not set, and Services %s select the pods; name one of them", namesOf(found))
	}
	return nil
}

// noService says why no Service is found, and what to add.
func (t *traffic) noService(path, other string) string {
	for _, o := range t.of("Service") {
		switch {
		case !t.selectsPods(o):
		case o.item.Name == other:
			return "has no Service in front of its pods but " + other + ", and the config has that for the new ones (beside " + path + "); add another one"
		case isHeadless(o):
			return "has no Service in front of its pods but " + o.item.Name + ", which is headless and balances nothing; add one with a cluster IP"
		}
	}
	for _, o := range t.of("Service") {
		if o.item.Name == t.d.name && t.mismatch(o) != "" {
			return "has no Service in front of its pods: Service " + o.item.Name + " does not select them, since " + t.mismatch(o)
		}
	}
	return "has no Service in front of its pods" + t.inNamespace() + "; add one whose selector is " + pairs(t.d.matchLabels)
}

// candidates are the Services that could be the one that clients use.
func (t *traffic) candidates(apart ...string) []object {
	services := t.of("Service")
	return slices.DeleteFunc(slices.Clone(services), func(o object) bool {
		return !t.selectsPods(o) || isHeadless(o) || isOurs(o.root) || slices.Contains(apart, o.item.Name) || t.isBeside(o, services)
	})
}

// isBeside tells whether a Service is the canary or preview of another one.
func (t *traffic) isBeside(o object, services []object) bool {
	for _, suffix := range []string{canarySuffix, previewSuffix} {
		name, ok := strings.CutSuffix(o.item.Name, suffix)
		if ok && slices.ContainsFunc(services, func(s object) bool { return s.item.Name == name && t.selectsPods(s) }) {
			return true
		}
	}
	return false
}

func isHeadless(o object) bool { return text(given(o.root, "spec", "clusterIP")) == "None" }

// selectsPods tells whether a Service's selector means the Deployment's pods.
func (t *traffic) selectsPods(o object) bool {
	return t.mismatch(o) == ""
}

// mismatch names a label of a Service's selector that the pods do not have.
func (t *traffic) mismatch(o object) string {
	selector := given(o.root, "spec", "selector")
	if selector == nil || len(selector.Content) == 0 {
		return "it has no selector"
	}
	for i := 0; i+1 < len(selector.Content); i += 2 {
		key, want := selector.Content[i].Value, text(selector.Content[i+1])
		switch now, ok := t.d.labels[key]; {
		case !ok:
			return "its selector has " + key + "=" + want + ", and the pods have no such label"
		case now != want:
			return "its selector has " + key + "=" + want + ", and the pods have " + key + "=" + now
		}
	}
	if text(given(o.root, "spec", "type")) == "ExternalName" {
		return "it is an ExternalName"
	}
	return ""
}
