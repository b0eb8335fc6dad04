package secretversion_test

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func Example() {
	out, results, err := secretversion.Function.ProcessFiles(nil, []krm.Source{{Name: "app.yaml", Data: []byte(`
apiVersion: v1
kind: Secret
metadata:
  name: motto
  namespace: shop
stringData:
  motto: nothing secret
---
apiVersion: v1
kind: Pod
metadata:
  name: api
  namespace: shop
spec:
  containers:
  - name: api
    envFrom:
    - secretRef: {name: motto} # follows
`)}}, krm.Options{})
	fmt.Println(string(out[0].Data))
	fmt.Println(results, err)
	// Output:
	// apiVersion: v1
	// kind: Secret
	// metadata:
	//   name: motto-c2tc8cd89b
	//   namespace: shop
	// stringData:
	//   motto: nothing secret
	// immutable: true
	// ---
	// apiVersion: v1
	// kind: Pod
	// metadata:
	//   name: api
	//   namespace: shop
	// spec:
	//   containers:
	//   - name: api
	//     envFrom:
	//     - secretRef: {name: motto-c2tc8cd89b} # follows
	//
	// [info: Secret shop/motto in app.yaml: metadata.name: motto becomes motto-c2tc8cd89b, and 1 more info: Pod shop/api in app.yaml: spec.containers[0].envFrom[0].secretRef.name: motto becomes motto-c2tc8cd89b] <nil>
}
