package configbake_test

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func Example() {
	config := &krm.Source{Name: "config-bake.yaml", Data: []byte(`
apiVersion: kurumi.dev/v1alpha1
kind: ConfigBake
spec:
  configs:
  - configMap: motto
    env: MOTTO_FILE
    path: /app/motto.txt
`)}
	out, results, err := configbake.Function.ProcessFiles(config, []krm.Source{{Name: "app.yaml", Data: []byte(`
apiVersion: v1
kind: ConfigMap
metadata:
  name: motto
data:
  motto.txt: hard outside
---
apiVersion: v1
kind: Pod
metadata:
  name: api
spec:
  containers:
  - name: api
    image: ghcr.io/example/api:1.4.2 # which holds the file
    volumeMounts:
    - {name: motto, mountPath: /etc/motto}
  volumes:
  - name: motto
    configMap: {name: motto}
`)}}, krm.Options{})
	fmt.Println(string(out[0].Data))
	fmt.Println(results, err)
	// Output:
	// apiVersion: v1
	// kind: Pod
	// metadata:
	//   name: api
	//   annotations:
	//     kurumi.dev/baked: motto/motto.txt=/app/motto.txt
	// spec:
	//   containers:
	//   - name: api
	//     image: ghcr.io/example/api:1.4.2 # which holds the file
	//     env:
	//     - name: MOTTO_FILE
	//       value: /app/motto.txt
	//
	// [info: Pod api in app.yaml: metadata.annotations[kurumi.dev/baked]: is set to motto/motto.txt=/app/motto.txt, and 3 more info: ConfigMap motto in app.yaml: is removed] <nil>
}
