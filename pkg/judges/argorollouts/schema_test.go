package argorollouts

import (
	"sync"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// crds is Argo's own, by kind, from the module that the types come from.
var crds = sync.OnceValues(func() (map[string]*crd.Definition, error) {
	return crd.Load(5, map[string]string{"github.com/argoproj/argo-rollouts": "manifests/crds/*-crd.yaml"}) // AnalysisRun is the fifth
})
