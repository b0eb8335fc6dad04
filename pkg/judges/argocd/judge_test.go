package argocd

import (
	"errors"
	"fmt"

	updater "github.com/argoproj-labs/argocd-image-updater/api/v1alpha1"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// A side is the Argo CD side of previews.
type side struct {
	project *v1alpha1.AppProject
	set     *v1alpha1.ApplicationSet
	updater *updater.ImageUpdater // nil if there is none
}

// judge holds some manifests against Argo CD and Image Updater, and returns what
// they know of them.
func judge(manifests []byte) (side, error) {
	all, err := crd.Read(manifests)
	if err != nil {
		return side{}, err
	}
	known, err := crds()
	if err != nil {
		return side{}, err
	}
	var s side
	var errs []error
	for _, obj := range all {
		switch obj.GetKind() {
		case "AppProject":
			errs = append(errs, once(&s.project, &obj))
		case "ApplicationSet":
			errs = append(errs, once(&s.set, &obj))
		case "ImageUpdater":
			errs = append(errs, once(&s.updater, &obj))
		default:
			continue // a neighbour
		}
		_, err := known[obj.GetKind()].Admit(&obj)
		errs = append(errs, err)
	}
	if err := errors.Join(errs...); err != nil {
		return side{}, err
	}
	if s.project == nil || s.set == nil {
		return side{}, errors.New("no AppProject, or no ApplicationSet")
	}
	return s, s.project.ValidateProject()
}

// once decodes the one object of its kind, strictly.
func once[T any](into **T, obj *crd.Object) error {
	if *into != nil {
		return fmt.Errorf("%s: there is another one", obj)
	}
	typed, err := crd.Decode[T](obj)
	*into = typed
	return err
}
