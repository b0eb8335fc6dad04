package crd

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

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

// A Definition is what an API server knows of a kind.
type Definition struct {
	structural *schema.Structural
	validator  validation.SchemaValidator
	namespaced bool
}

// Load is the definitions, by kind, in the files of some modules that the test's
// go.mod requires: modules has a pattern for each, below its folder. There are to be
// as many definitions as count.
func Load(count int, modules map[string]string) (map[string]*Definition, error) {
	found := map[string]*Definition{}
	for module, pattern := range modules {
		dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
		if err != nil {
			return nil, err
		}
		files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(dir)), pattern))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			kind, def, err := read(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Base(file), err)
			}
			found[kind] = def
		}
	}
	if len(found) != count {
		return nil, fmt.Errorf("%d CRDs, not %d", len(found), count)
	}
	return found, nil
}

func read(file string) (kind string, def *Definition, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", nil, err
	}
	var crd apiextensionsv1.CustomResourceDefinition
	if err = yaml.Unmarshal(data, &crd); err != nil {
		return "", nil, err
	}
	if len(crd.Spec.Versions) != 1 {
		return "", nil, fmt.Errorf("%d versions", len(crd.Spec.Versions))
	}
	var props apiextensions.JSONSchemaProps
	in := crd.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err = apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(in, &props, nil); err != nil {
		return "", nil, err
	}
	def = &Definition{namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped}
	if def.structural, err = schema.NewStructural(&props); err != nil {
		return "", nil, err
	}
	def.validator, _, err = validation.NewSchemaValidator(&props)
	return crd.Spec.Names.Kind, def, err
}

// Admit is what an API server does to a custom resource: it prunes what it does
// not know, fills in defaults, and validates. Pruning anything is an error here.
// What comes back has the defaults.
func (d *Definition) Admit(obj *Object) (Object, error) {
	stored := Object{Unstructured: *obj.DeepCopy()}
	var errs []error
	track := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(stored.Object, d.structural, true, track) {
		errs = append(errs, fmt.Errorf("unknown field %s", path))
	}
	defaulting.Default(stored.Object, d.structural)
	all := validation.ValidateCustomResource(nil, stored.Object, d.validator)
	all = append(all, listtype.ValidateListSetsAndMaps(nil, d.structural, stored.Object)...)
	all = append(all, d.validateMeta(&stored)...)
	errs = append(errs, all.ToAggregate())
	raw, err := stored.MarshalJSON()
	stored.Raw = raw
	if err := errors.Join(append(errs, err)...); err != nil {
		return stored, fmt.Errorf("%s: CRD: %w", obj, err)
	}
	return stored, nil
}

// validateMeta is the name, the labels and the annotations.
func (d *Definition) validateMeta(obj *Object) field.ErrorList {
	var typed metav1.PartialObjectMetadata
	path := field.NewPath("metadata")
	if err := runtime.DefaultUnstructuredConverter.FromUnstructured(obj.Object, &typed); err != nil {
		return field.ErrorList{field.InternalError(path, err)}
	}
	if d.namespaced && typed.Namespace == "" {
		typed.Namespace = metav1.NamespaceDefault // as kubectl does
	}
	return apivalidation.ValidateObjectMeta(&typed.ObjectMeta, d.namespaced, apivalidation.NameIsDNSSubdomain, path)
}
