package trivy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/aquasecurity/trivy-operator/pkg/apis/aquasecurity/v1alpha1"
	"github.com/aquasecurity/trivy/pkg/types"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"sigs.k8s.io/yaml"
)

// strict decodes JSON into a type, which has to know every field.
func strict[T any](data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	return dec.Decode(new(T))
}

// form is which form a report has.
type form struct {
	SchemaVersion int
	BOMFormat     string `json:"bomFormat"`
	APIVersion    string `json:"apiVersion"`
	Kind          string `json:"kind"`
	Items         []json.RawMessage
}

// judge holds a report against those who write it, and counts it.
func judge(data []byte, n map[string]int) error {
	var f form
	if err := json.Unmarshal(data, &f); err != nil {
		return err
	}
	switch {
	case f.SchemaVersion != 0:
		n["trivy"]++
		return strict[types.Report](data)
	case f.BOMFormat != "":
		n["cyclonedx"]++
		return strict[cdx.BOM](data)
	case f.Kind == "List":
		var errs []error
		for _, item := range f.Items {
			errs = append(errs, judge(item, n))
		}
		return errors.Join(errs...)
	case f.Kind == "VulnerabilityReport":
		n["operator"]++
		return errors.Join(strict[v1alpha1.VulnerabilityReport](data), admit(f.Kind, data))
	case f.Kind == "ClusterVulnerabilityReport":
		n["operator"]++
		return errors.Join(strict[v1alpha1.ClusterVulnerabilityReport](data), admit(f.Kind, data))
	case strings.HasPrefix(f.APIVersion, "aquasecurity.github.io/"):
		return nil // a report about something else
	}
	return fmt.Errorf("is no report: %+v", f)
}

// A crd is what an API server knows of a kind.
type crd struct {
	structural *schema.Structural
	validator  validation.SchemaValidator
}

// crds is trivy-operator's, by kind, from the module that the types come from.
var crds = sync.OnceValues(func() (map[string]crd, error) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/aquasecurity/trivy-operator").Output()
	if err != nil {
		return nil, err
	}
	found := map[string]crd{}
	for kind, name := range map[string]string{"VulnerabilityReport": "vulnerabilityreports", "ClusterVulnerabilityReport": "clustervulnerabilityreports"} {
		data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "deploy/helm/crds/aquasecurity.github.io_"+name+".yaml"))
		if err != nil {
			return nil, err
		}
		if found[kind], err = readCRD(data); err != nil {
			return nil, err
		}
	}
	return found, nil
})

func readCRD(data []byte) (c crd, err error) {
	var def apiextensionsv1.CustomResourceDefinition
	if err = yaml.Unmarshal(data, &def); err != nil {
		return c, err
	}
	var props apiextensions.JSONSchemaProps
	in := def.Spec.Versions[0].Schema.OpenAPIV3Schema
	if err = apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(in, &props, nil); err != nil {
		return c, err
	}
	if c.structural, err = schema.NewStructural(&props); err != nil {
		return c, err
	}
	c.validator, _, err = validation.NewSchemaValidator(&props)
	return c, err
}

// admit is what an API server does to an object. That it would take a field away is an error here.
func admit(kind string, data []byte) error {
	all, err := crds()
	if err != nil {
		return err
	}
	var obj map[string]any
	if err := json.Unmarshal(data, &obj); err != nil {
		return err
	}
	var errs []error
	track := schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(obj, all[kind].structural, true, track) {
		errs = append(errs, fmt.Errorf("unknown field %s", path))
	}
	if problems := validation.ValidateCustomResource(nil, obj, all[kind].validator); len(problems) > 0 {
		errs = append(errs, problems.ToAggregate())
	}
	return errors.Join(errs...)
}
