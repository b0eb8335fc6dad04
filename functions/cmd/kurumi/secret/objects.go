package secret

import (
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// items calls do for the objects of a file, and gives the file's text with what
// do changed in them, and not one byte else. If there is an error among the
// results, it is the text as it was.
func items(name string, data []byte, do func(p *krm.Pass)) ([]byte, []krm.Result) {
	f := &krm.Function{Name: "kurumi secret", Run: krm.Unconfigured(func(p *krm.Pass) error {
		do(p)
		return nil
	})}
	out, results, err := f.ProcessFiles(nil, []krm.Source{{Name: name, Data: data}}, krm.Options{})
	if err != nil {
		return data, append(results, krm.Result{Severity: krm.Error, Message: name + ": " + err.Error()})
	}
	return out[0].Data, results
}

// sealedItems is the SealedSecrets among a file's objects.
func sealedItems(p *krm.Pass) []*krm.Item {
	return slices.DeleteFunc(slices.Clone(p.Items()), func(it *krm.Item) bool { return !isSealed(it.Kind, it.APIVersion) })
}

func isSealed(kind, apiVersion string) bool {
	return kind == sealedsecret.Kind && strings.HasPrefix(apiVersion, sealedsecret.Group+"/")
}

// An object is a SealedSecret of a file, with what is wrong with it.
type object struct {
	*sealedsecret.Object
	keys     []string // of encryptedData, those of broken values too
	problems []sealedsecret.FieldProblem
}

func (o *object) String() string { return strings.TrimPrefix(o.Namespace+"/"+o.Name, "/") }

// readObjects reads the SealedSecrets of a file, in the order of sealedItems.
func readObjects(name string, data []byte) ([]*object, []krm.Result) {
	var objects []*object
	_, results := items(name, data, func(p *krm.Pass) {
		for _, it := range sealedItems(p) {
			p.Edit(it, func(obj *yaml.RNode) error {
				objects = append(objects, readObject(obj.YNode()))
				return nil
			})
		}
	})
	return objects, results
}

func readObject(obj *yaml.Node) *object {
	read, problems := sealedsecret.Read(obj)
	o := &object{Object: read, problems: problems}
	if read.Namespace == "" && read.Scope != sealed.ClusterWide {
		o.problems = append(o.problems, sealedsecret.FieldProblem{Path: "metadata.namespace", Message: fmt.Sprintf(
			"is missing, and %s values are sealed for their namespace; write it there, or take what kustomize build prints", read.Scope)})
	}
	encrypted := manifest.Field(manifest.Field(obj, "spec"), "encryptedData")
	for i := 0; encrypted != nil && encrypted.Kind == yaml.MappingNode && i+1 < len(encrypted.Content); i += 2 {
		o.keys = append(o.keys, encrypted.Content[i].Value)
	}
	return o
}

// wrong takes what is wrong with a file's objects for errors.
func (r *report) wrong(name string, objects []*object) (failed bool) {
	for _, o := range objects {
		for _, problem := range o.problems {
			r.Errorf("%s: SealedSecret %s: %s: %s", name, o, problem.Path, problem.Message)
			failed = true
		}
	}
	return failed
}

// problemOf is what is wrong with one value, or an empty string.
func (o *object) problemOf(key string) string {
	for _, problem := range o.problems {
		if problem.Path == manifest.Under(encryptedData, key) {
			return problem.Message
		}
	}
	return ""
}

// general is what is wrong with an object besides its values.
func (o *object) general() []string {
	var all []string
	for _, problem := range o.problems {
		isValue := func(key string) bool { return problem.Path == manifest.Under(encryptedData, key) }
		if !slices.ContainsFunc(o.keys, isValue) {
			all = append(all, problem.Path+": "+problem.Message)
		}
	}
	return all
}

const encryptedData = "spec.encryptedData"
