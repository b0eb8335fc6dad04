package strict_test

import (
	"fmt"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

func ExampleDecode() {
	var spec struct {
		Host        string `json:"host"`
		WhenMissing string `json:"whenMissing" enum:"error,leave"`
		Rules       []struct {
			From string `json:"from" required:"true"`
			To   string `json:"to"`
		} `json:"rules"`
	}
	node := yaml.MustParse(`
hots: shop.example.com
whenMissing: eror
rules:
- from: www.example.com
  to: 8080
- to: "{host}"
`).YNode()
	for _, problem := range strict.Decode(node, "spec", &spec) {
		fmt.Println(problem)
	}
	// Output:
	// spec.hots: unknown field "hots", did you mean "host"?
	// spec.whenMissing: is "eror", but must be one of error, leave; did you mean "error"?
	// spec.rules[0].to: is a number, but must be a string; put it in quotes
	// spec.rules[1].from: is required
}
