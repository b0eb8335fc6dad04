package previewhost_test

import (
	"fmt"
	"log"
	"testing"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestGolden(t *testing.T) { krmtest.Golden(t, previewhost.Function) }

func TestGenerated(t *testing.T) { krmtest.Generated(t, previewhost.Function, new(previewhost.Config)) }

// Two production hosts, a rule for each, and a probe that has to follow.
func Example() {
	config := krm.Source{Name: "preview.yaml", Data: []byte(`
apiVersion: kurumi.dev/v1alpha1
kind: PreviewHost
metadata:
  name: preview
spec:
  host: pr-12.preview.example.com
  rules:
  - {from: www.example.com, to: "{host}"}
  - {from: "*.example.com", to: "{label}-{host}"}
`)}
	shop := krm.Source{Name: "shop.yaml", Data: []byte(`
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: shop
spec:
  hostnames:
  - www.example.com  # the storefront
  - api.example.com  # its API
---
apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  containers:
  - name: shop
    image: api.example.com/shop:1.4.2  # an image, not a host that is served
    readinessProbe:
      httpGet:
        port: 8080
        httpHeaders:
        - {name: Host, value: api.example.com}
`)}
	files, results, err := previewhost.Function.ProcessFiles(&config, []krm.Source{shop}, krm.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(string(files[0].Data))
	fmt.Println("---")
	for _, r := range results {
		fmt.Println(r)
	}
	// Output:
	// apiVersion: gateway.networking.k8s.io/v1
	// kind: HTTPRoute
	// metadata:
	//   name: shop
	// spec:
	//   hostnames:
	//   - pr-12.preview.example.com  # the storefront
	//   - api-pr-12.preview.example.com  # its API
	// ---
	// apiVersion: v1
	// kind: Pod
	// metadata:
	//   name: shop
	// spec:
	//   containers:
	//   - name: shop
	//     image: api.example.com/shop:1.4.2  # an image, not a host that is served
	//     readinessProbe:
	//       httpGet:
	//         port: 8080
	//         httpHeaders:
	//         - {name: Host, value: api-pr-12.preview.example.com}
	// ---
	// info: HTTPRoute shop in shop.yaml: spec.hostnames[0]: www.example.com becomes pr-12.preview.example.com, and 1 more
	// info: Pod shop in shop.yaml: spec.containers[0].readinessProbe.httpGet.httpHeaders[0].value: api.example.com becomes api-pr-12.preview.example.com
}
