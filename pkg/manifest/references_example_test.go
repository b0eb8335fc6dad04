package manifest_test

import (
	"fmt"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A Secret gets another name, and what uses it follows: in the namespace shop, but not the Secret of that name in
// another namespace, nor a ConfigMap, nor a text that happens to be the same.
func ExampleReferences() {
	obj := yaml.MustParse(`
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
  annotations:
    secret.reloader.stakater.com/reload: db, mail
spec:
  template:
    spec:
      containers:
      - name: api
        image: example.com/api:1
        args: [--db]
        env:
        - name: DB
          value: db
        - name: PASSWORD
          valueFrom:
            secretKeyRef: {name: db, key: password} # of the owner
        envFrom:
        - configMapRef:
            name: db
      volumes:
      - name: db
        secret:
          secretName: db
      - name: backup
        csi:
          driver: backup.example.com
          nodePublishSecretRef: {name: db, namespace: backup}
`)
	manifest.References(obj.YNode(), nil, func(r manifest.Reference) {
		if r.Kind == "Secret" && r.Name == "db" && (r.Namespace == "" || r.Namespace == "shop") {
			r.Rename("db-5f2a9c")
			fmt.Println("#", r.At)
		}
	})
	fmt.Print(obj.MustString())
	// Output:
	// # metadata.annotations[secret.reloader.stakater.com/reload]
	// # spec.template.spec.containers[0].env[1].valueFrom.secretKeyRef.name
	// # spec.template.spec.volumes[0].secret.secretName
	// apiVersion: apps/v1
	// kind: Deployment
	// metadata:
	//   name: api
	//   namespace: shop
	//   annotations:
	//     secret.reloader.stakater.com/reload: db-5f2a9c, mail
	// spec:
	//   template:
	//     spec:
	//       containers:
	//       - name: api
	//         image: example.com/api:1
	//         args: [--db]
	//         env:
	//         - name: DB
	//           value: db
	//         - name: PASSWORD
	//           valueFrom:
	//             secretKeyRef: {name: db-5f2a9c, key: password} # of the owner
	//         envFrom:
	//         - configMapRef:
	//             name: db
	//       volumes:
	//       - name: db
	//         secret:
	//           secretName: db-5f2a9c
	//       - name: backup
	//         csi:
	//           driver: backup.example.com
	//           nodePublishSecretRef: {name: db, namespace: backup}
}
