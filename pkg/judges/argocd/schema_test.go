package argocd

import (
	"sync"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// crds is Argo CD's own and Image Updater's, by kind, from the modules that the
// types come from.
var crds = sync.OnceValues(func() (map[string]*crd.Definition, error) {
	return crd.Load(4, map[string]string{
		"github.com/argoproj/argo-cd/v3":                "manifests/crds/*-crd.yaml",
		"github.com/argoproj-labs/argocd-image-updater": "config/crd/bases/*.yaml",
	})
})
