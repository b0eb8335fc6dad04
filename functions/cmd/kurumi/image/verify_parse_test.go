package image

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestVerifyChecksWhatParses(t *testing.T) {
	r := startRegistry(t)
	const secret = "s3cr3t"
	layer := placetest.Layer{{Name: "c/"}}
	want := map[string]string{}
	for name, file := range map[string][2]string{
		"ok.yaml":     {"a: 1\n---\nb: [2]\n", ""},
		"empty.yaml":  {"", ""},
		"bad.yaml":    {"a: 1\nb: [" + secret + "\n", "is no YAML: syntax error near line 1"},
		"second.yml":  {"a: 1\n---\nb: 2\n---\nc: [" + secret + "\n", "is no YAML: syntax error near line 4"},
		"anchor.yaml": {"a: *" + secret + "\n", "is no YAML: syntax error"},
		"ok.json":     {"\ufeff{\"a\": 1}\n", ""},
		"bad.json":    {"{\n\"a\": " + secret + "}", "is no JSON: syntax error in line 2"},
		"cut.json":    {"{\n\n", "is no JSON: syntax error in line 3"},
		"two.json":    {"{}\n{}", "is no JSON: syntax error in line 2"},
		"bad.txt":     {"{", ""},
	} {
		layer = append(layer, placetest.Entry{Name: "c/" + name, Data: file[0]})
		want[name] = file[1]
	}
	image := push(t, r.Host()+"/shop/api:1", base(t, "", layer))
	for name, problem := range want {
		manifests := podWith(image, "c/k=/c/"+name, "")
		assert.Equal(t, []string{problem}, problems(t, manifests, "--check", "yaml,json"), name)
		assert.Equal(t, []string{""}, problems(t, manifests), "%s, unless asked", name)
		assert.NotContains(t, problem, secret)
	}
}
