package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// A sealed value in strict scope opens under one namespace and name. kustomize
// renames after the functions ran: an outer overlay's namePrefix or namespace gives
// an object that no controller can open, and says nothing.

// sealedValues is the label of every value that a function emitted in strict scope
// under a final name, by a hash of the value.
func sealedValues(list []byte) map[string]string {
	if !bytes.Contains(list, []byte(sealedsecret.Kind)) {
		return nil
	}
	whole, err := yaml.Parse(string(list))
	if err != nil {
		return nil // nor will kustomize read it
	}
	items, err := whole.Pipe(yaml.Lookup("items"))
	if err != nil || items == nil {
		return nil
	}
	labels := map[string]string{}
	for _, item := range items.Content() {
		eachSealed(item, func(o *sealedsecret.Object, value, label string) {
			if _, _, final := o.FinalName(); final {
				labels[value] = label
			}
		})
	}
	return labels
}

// eachSealed calls fn for each value of a SealedSecret in strict scope.
func eachSealed(item *yaml.Node, fn func(o *sealedsecret.Object, value, label string)) {
	obj := yaml.NewRNode(item)
	if obj.GetKind() != sealedsecret.Kind || !strings.HasPrefix(obj.GetApiVersion(), sealedsecret.Group+"/") {
		return
	}
	o, _ := sealedsecret.Read(item)
	if o.Scope != sealed.Strict {
		return
	}
	for _, v := range o.Values {
		hash := sha256.Sum256([]byte(v.Node.Value))
		fn(o, hex.EncodeToString(hash[:]), o.Namespace+"/"+o.Name)
	}
}

// checkSealed refuses an output in which a value that a function emitted stands
// under another namespace or name.
func checkSealed(runs []*run, output []byte) error {
	emitted := map[string]string{}
	for _, r := range runs {
		for value, label := range r.Sealed {
			if _, ok := emitted[value]; !ok { // what it was sealed for does not change later
				emitted[value] = label
			}
		}
	}
	if len(emitted) == 0 {
		return nil
	}
	var moved []string
	for text := range strings.SplitSeq(string(output), "\n---\n") {
		if !strings.Contains(text, sealedsecret.Kind) {
			continue
		}
		obj, err := yaml.Parse(text)
		if err != nil {
			return fmt.Errorf("reading the output: %w", err)
		}
		message := ""
		eachSealed(obj.YNode(), func(_ *sealedsecret.Object, value, label string) {
			if was, ok := emitted[value]; ok && was != label {
				message = fmt.Sprintf("the SealedSecret %s was emitted as %s, and opens under no other namespace and name", label, was)
			}
		})
		if message != "" {
			moved = append(moved, message)
		}
	}
	if len(moved) == 0 {
		return nil
	}
	return fmt.Errorf("%s; a namePrefix, nameSuffix, namespace or patch of an outer kustomization changed it after the function: "+
		"list sealedsecret-rename in the outermost kustomization instead", strings.Join(moved, "\n"))
}
