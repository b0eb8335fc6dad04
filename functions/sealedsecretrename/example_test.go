package sealedsecretrename_test

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func Example() {
	out, results, err := sealedsecretrename.Function.ProcessFiles(nil, []krm.Source{{Name: "app.yaml", Data: []byte(`
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: motto
  namespace: shop
spec:
  template:
    data: {motto: nothing secret}
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
	// apiVersion: bitnami.com/v1alpha1
	// kind: SealedSecret
	// metadata:
	//   name: motto-cd9276ccbk
	//   namespace: shop
	// spec:
	//   template:
	//     data: {motto: nothing secret}
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
	//     - secretRef: {name: motto-cd9276ccbk} # follows
	//
	// [info: SealedSecret shop/motto in app.yaml: metadata.name: motto becomes motto-cd9276ccbk info: Pod shop/api in app.yaml: spec.containers[0].envFrom[0].secretRef.name: motto becomes motto-cd9276ccbk] <nil>
}
