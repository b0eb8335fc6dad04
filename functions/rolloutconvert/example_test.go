package rolloutconvert_test

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func Example() {
	out, results, err := rolloutconvert.Function.ProcessFiles(&krm.Source{Name: "canaries.yaml", Data: []byte(`
apiVersion: kurumi.dev/v1alpha1
kind: RolloutConvert
metadata: {name: canaries}
spec:
  canary:
    soak: {weight: 10, duration: 2h}
`)}, []krm.Source{{Name: "app.yaml", Data: []byte(`
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  annotations: {argocd.argoproj.io/sync-options: PruneLast=true}
spec:
  replicas: 10 # on Mondays
  selector:
    matchLabels: {app: api}
  template:
    metadata:
      labels: {app: api}
    spec:
      containers:
      - name: api
        image: ghcr.io/example/api:1.4.2
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: api}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: api} # follows
`)}}, krm.Options{})
	fmt.Println(string(out[0].Data))
	fmt.Println(results, err)
	// Output:
	// apiVersion: argoproj.io/v1alpha1
	// kind: Rollout
	// metadata:
	//   name: api
	//   annotations: {argocd.argoproj.io/sync-options: PruneLast=true}
	// spec:
	//   replicas: 10 # on Mondays
	//   selector:
	//     matchLabels: {app: api}
	//   template:
	//     metadata:
	//       labels: {app: api}
	//     spec:
	//       containers:
	//       - name: api
	//         image: ghcr.io/example/api:1.4.2
	//   strategy:
	//     canary:
	//       steps:
	//       - setWeight: 10
	//       - pause:
	//           duration: 2h
	// ---
	// apiVersion: autoscaling.k8s.io/v1
	// kind: VerticalPodAutoscaler
	// metadata: {name: api}
	// spec:
	//   targetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: api} # follows
	//
	// [info: Deployment api in app.yaml: kind: Deployment becomes Rollout info: VerticalPodAutoscaler api in app.yaml: spec.targetRef.kind: Deployment becomes Rollout] <nil>
}
