package argocd

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
)

// A crd is what an API server knows of a kind.
type crd struct {
	structural *schema.Structural
	validator  validation.SchemaValidator
	namespaced bool
}

// crds is Argo CD's own and Image Updater's, by kind, from the modules that the
// types come from.
var crds = sync.OnceValues(func() (map[string]*crd, error) {
	found := map[string]*crd{}
	for module, pattern := range map[string]string{
		"github.com/argoproj/argo-cd/v3":                "manifests/crds/*-crd.yaml",
		"github.com/argoproj-labs/argocd-image-updater": "config/crd/bases/*.yaml",
	} {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			return nil, err
		}
		files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			kind, c, err := readCRD(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
			}
			found[kind] = c
		}
	}
	if len(found) != 4 {
		return nil, fmt.Errorf("%d CRDs, not 4", len(found))
	}
	return found, nil
})

func readCRD(file string) (kind string, c *crd, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	var def apiextensionsv1.CustomResourceDefinition
	if err = yaml.Unmarshal(data, &def); err != nil {
		return "", nil, err
	}
	if len(def.Spec.Versions) != 1 {
		return "", nil, fmt.Errorf("%d versions", len(def.Spec.Versions))
	}
	var props apiextensions.JSONSchemaProps
	in := def.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err = apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(in, &props, nil); err != nil {
		return "", nil, err
	}
	c = &crd{namespaced: def.Spec.Scope == apiextensionsv1.NamespaceScoped}
	if c.structural, err = schema.NewStructural(&props); err != nil {
		return "", nil, err
	}
	c.validator, _, err = validation.NewSchemaValidator(&props)
	return def.Spec.Names.Kind, c, err
}

// admit is what an API server does to a custom resource: it prunes what it does
// not know, fills in defaults, and validates. Pruning anything is an error here.
func (c *crd) admit(obj *object) error {
	stored := object{Unstructured: *obj.DeepCopy()}
	var errs []error
	track := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(stored.Object, c.structural, true, track) {
		errs = append(errs, fmt.Errorf("unknown field %s", path))
	}
	defaulting.Default(stored.Object, c.structural)
	all := validation.ValidateCustomResource(nil, stored.Object, c.validator)
	all = append(all, listtype.ValidateListSetsAndMaps(nil, c.structural, stored.Object)...)
	all = append(all, c.validateMeta(&stored)...)
	errs = append(errs, all.ToAggregate())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("%s: CRD: %w", obj, err)
	}
	return nil
}

// validateMeta is the name, the labels and the annotations.
func (c *crd) validateMeta(obj *object) field.ErrorList {
	var typed metav1.PartialObjectMetadata
	path := field.NewPath("metadata")
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &typed); err != nil {
		return field.ErrorList{field.InternalError(path, err)}
	}
	if c.namespaced && typed.Namespace == "" {
		typed.Namespace = metav1.NamespaceDefault // as kubectl does
	}
	return apivalidation.ValidateObjectMeta(&typed.ObjectMeta, c.namespaced, apivalidation.NameIsDNSSubdomain, path)
}
