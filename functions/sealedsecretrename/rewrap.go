package sealedsecretrename

import (
	"crypto/rsa"
	"errors"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// A job is one value to re-wrap.
type job struct {
	secret *secret
	value  int // its index
	labels []sealed.Label
	to     sealed.Label
	as     sealed.Value // how it comes out
	opened int          // which of the labels opened it
	err    error
}

// rewrapAll re-wraps the values of all strict SealedSecrets that are not under their final name. All values of all of them
// are one row of jobs, since one SealedSecret alone would keep few cores busy.
func (r *renamer) rewrapAll() {
	var jobs []*job
	for _, s := range r.chosen {
		jobs = append(jobs, r.jobsOf(s)...)
	}
	sealed.Each(len(jobs), func(i int) { jobs[i].run(r.ring, r.keys.Recipient) })
	for len(jobs) > 0 {
		n := len(jobs[0].secret.Values)
		r.collect(jobs[:n])
		jobs = jobs[n:]
	}
}

// jobsOf is what there is to do for a SealedSecret. A strict one has one label under which its values may open: that of its
// own namespace and name. The operator's moves.yaml, and nothing else, adds others.
func (r *renamer) jobsOf(s *secret) []*job {
	moves := r.movesHere(s)
	if s.Scope != sealed.Strict || len(s.Values) == 0 || s.isDone && !moves {
		return nil
	}
	if s.Namespace == "" {
		r.Errorf(s.item, krm.Field{Path: "metadata.namespace"}, "is missing, and strict values open in their namespace only; write the one for which they were sealed")
		return nil
	}
	if r.keys == nil {
		if r.Keys() == nil { // else it was told what is wrong with them
			r.Errorf(s.item, krm.Field{Path: "metadata.name", Current: s.Name, Proposed: s.final}, "is no final name, and a new name for strict values takes the "+
				"controller's private keys, of which there are none: seal it with kurumi secret seal, which gives it its final name and needs no private key, or pass --keys")
		}
		return nil
	}
	labels := []sealed.Label{s.Label()}
	if moves {
		for _, from := range r.keys.MovedFrom(s.Namespace, r.moveName(s)) {
			labels = append(labels, sealed.Strict.Label(from, s.Name))
		}
	}
	jobs := make([]*job, len(s.Values))
	for i := range s.Values {
		jobs[i] = &job{secret: s, value: i, labels: labels, to: sealed.Strict.Label(s.Namespace, s.final)}
	}
	return jobs
}

// movesHere reports whether the operator lets a SealedSecret of this name come from another namespace.
func (r *renamer) movesHere(s *secret) bool {
	return r.keys != nil && s.Scope == sealed.Strict && len(r.keys.MovedFrom(s.Namespace, r.moveName(s))) > 0
}

// moveName is the name by which moves.yaml knows a SealedSecret: the one that people gave it.
func (*renamer) moveName(s *secret) string {
	_, base, _ := s.FinalName()
	return base
}

func (j *job) run(ring *sealed.Keyring, to *rsa.PublicKey) {
	v := j.secret.Values[j.value].Sealed
	for i, label := range j.labels {
		session, _, err := ring.Unwrap(v, label)
		if errors.Is(err, sealed.ErrNoKey) {
			j.err = err
			continue
		}
		if j.opened, j.err = i, err; err == nil {
			j.as, j.err = session.Rewrap(v, to, j.to)
		}
		return
	}
}

// collect takes over how the values of one SealedSecret come out, if all of them opened, and under one label.
func (r *renamer) collect(jobs []*job) {
	s, failed := jobs[0].secret, false
	for _, j := range jobs {
		at := krm.Field{Path: s.Values[j.value].Path}
		switch {
		case errors.Is(j.err, sealed.ErrNoKey):
			r.Errorf(s.item, at, "no key opens it as %s%s; tried %s. It was sealed under another name or namespace, or for another controller: seal it again",
				listed(j.labels), s.renamedFrom(), strings.Join(r.ring.Fingerprints(), ", "))
		case j.err != nil:
			r.Errorf(s.item, at, "%v; seal it again", j.err)
		case j.opened != jobs[0].opened && jobs[0].err == nil:
			r.Errorf(s.item, at, "opens as %s, and %s as %s; seal all values for one", j.labels[j.opened], s.Values[0].Path, j.labels[jobs[0].opened])
		default:
			continue
		}
		failed = true
	}
	if failed || s.isDone && jobs[0].opened == 0 { // under its final name and where it belongs: as it should be
		return
	}
	s.from = jobs[0].labels[jobs[0].opened]
	s.moved = make(map[string]sealed.Value, len(jobs))
	for _, j := range jobs {
		s.moved[s.Values[j.value].Key] = j.as
	}
}

// renamedFrom is what kustomize says that a SealedSecret was called before, for people who wonder why it does not open.
func (s *secret) renamedFrom() string {
	for _, old := range s.old {
		if old != s.Name {
			return " (kustomize has renamed it, it was " + old + ")"
		}
	}
	return ""
}

// listed writes labels for people.
func listed(labels []sealed.Label) string {
	texts := make([]string, len(labels))
	for i, label := range labels {
		texts[i] = string(label)
	}
	return strings.Join(texts, " or ")
}
