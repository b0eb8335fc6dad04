package trivy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	cdx "github.com/CycloneDX/cyclonedx-go"
	"github.com/aquasecurity/trivy-operator/pkg/apis/aquasecurity/v1alpha1"
	"github.com/aquasecurity/trivy/pkg/types"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
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
		return operator[v1alpha1.VulnerabilityReport](data)
	case f.Kind == "ClusterVulnerabilityReport":
		n["operator"]++
		return operator[v1alpha1.ClusterVulnerabilityReport](data)
	case strings.HasPrefix(f.APIVersion, "aquasecurity.github.io/"):
		return nil // a report about something else
	}
	return fmt.Errorf("is no report: %+v", f)
}

// crds is trivy-operator's, by kind, from the module that the types come from.
var crds = sync.OnceValues(func() (map[string]*crd.Definition, error) {
	return crd.Load(2, map[string]string{
		"github.com/aquasecurity/trivy-operator": "deploy/helm/crds/aquasecurity.github.io_*vulnerabilityreports.yaml",
	})
})

// operator holds a report of trivy-operator against its type and its CRD.
func operator[T any](data []byte) error {
	known, err := crds()
	if err != nil {
		return err
	}
	all, err := crd.Read(data)
	if err != nil {
		return err
	}
	_, err = known[all[0].GetKind()].Admit(&all[0])
	return errors.Join(strict[T](data), err)
}
