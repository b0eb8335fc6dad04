package krm

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// ingress is an item of the size that items have.
var ingress = "- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata:\n    name: api\n    namespace: shop\n    annotations:\n" +
	"      nginx.ingress.kubernetes.io/a-setting: \"some value\"\n  spec:\n    rules:\n" +
	strings.Repeat("    - host: www.example.com\n      http:\n        paths:\n        - path: /\n          pathType: Prefix\n          backend:\n            service:\n"+
		"              name: api\n              port:\n                number: 80\n", 5)

func benchmark(b *testing.B, run func(src []byte)) {
	b.Helper()
	src := []byte(list(strings.Repeat(ingress, 1000)))
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		run(src)
	}
}

func BenchmarkScan(b *testing.B) {
	benchmark(b, func(src []byte) {
		_, ok := scanList(src)
		require.True(b, ok)
	})
}

func BenchmarkParse(b *testing.B) {
	benchmark(b, func(src []byte) {
		_, err := decode(src)
		require.NoError(b, err)
	})
}

func benchmarkEdit(b *testing.B, change func(root *yaml.Node)) {
	b.Helper()
	benchmark(b, func(src []byte) {
		text, err := readList(src, "", 1)
		require.NoError(b, err)
		for _, it := range text.items {
			require.NoError(b, editWith(it, change))
		}
		require.False(b, bytes.Equal(src, text.bytes()))
	})
}

func BenchmarkReplaceAScalar(b *testing.B)     { benchmarkEdit(b, setField("kind", "Route")) }
func BenchmarkChangeTheStructure(b *testing.B) { benchmarkEdit(b, setField("new", "x")) }
