package sealedsecretrename

import (
	"slices"

	"github.com/kurumi-krm/kurumi/pkg/rename"
)

// follow lets every reference to a renamed Secret follow. SealedSecrets stay, whatever the config says, since their names
// are hashes of them.
func (r *renamer) follow() {
	targets := make([]rename.Target, len(r.chosen))
	for i, s := range r.chosen {
		targets[i] = r.target(s)
	}
	others := slices.DeleteFunc(slices.Clone(r.Items()), isSealedSecret)
	rename.Follow(r.Pass, others, targets, r.cfg.References)
}

// target is a SealedSecret by its other names. Those that people gave it go before those that it had before kustomize
// renamed it.
func (r *renamer) target(s *secret) rename.Target {
	t := rename.Target{Namespace: s.Namespace, Final: s.final, Names: map[string]int{}}
	for _, old := range s.old {
		t.Names[old] = 1
		if old == r.moveName(s) || old == s.Name {
			t.Names[old] = 0
		}
	}
	return t
}
