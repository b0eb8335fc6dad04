package previewhost_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func words(s string) string {
	w := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,[]\"\n{}'", r) })
	slices.Sort(w)
	return strings.Join(w, " ")
}

func pick[T any](r *rand.Rand, xs []T) T { return xs[r.IntN(len(xs))] }

func TestZZRandom(t *testing.T) {
	n := 20000
	if s := os.Getenv("ZZ_N"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	labels := []string{"www", "api", "shop", "*", "", "WWW", "status"}
	domains := []string{"example.com", "shop.example.com", "preview.example.net", "pr-12.example.com", "example.org"}
	previews := []string{"pr-12.example.com", "pr-12.preview.example.net", "www.preview.example.net", "example.net"}
	ruleSets := []string{
		"",
		"  rules:\n  - {from: www.example.com, to: '{host}'}\n  - {from: '*', to: '{label}-{host}'}\n",
		"  rules:\n  - {from: '*', to: '{label}.{host}'}\n",
		"  rules:\n  - {from: 'www.*', to: '{host}'}\n  - {from: '*.shop.example.com', to: '{label}.shop.{host}'}\n  - {from: '*.example.com', to: '{label}.{host}'}\n  - {from: '*', to: 'other-{host}'}\n",
		"  rules:\n  - {from: 'www.*', to: 'fixed.example.net'}\n  - {from: '*.*', to: '{label}.x.{host}'}\n",
	}
	keeps := []string{"", "", "  keep: [status.example.com]\n", "  keep: ['status.*', '*.example.org']\n"}
	oks, fails := 0, map[string]int{}
	for seed := range n {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		hostsN := func(k int) []string {
			var hs []string
			for range k {
				h := pick(r, domains)
				if l := pick(r, labels); l != "" {
					h = l + "." + h
				}
				hs = append(hs, strconv.Quote(h))
			}
			return hs
		}
		spec := pick(r, ruleSets) + pick(r, keeps)
		preview := pick(r, previews)
		byAnnotation := r.IntN(2) == 0
		if !byAnnotation {
			spec += "  host: " + preview + "\n"
		}
		if r.IntN(3) == 0 {
			spec += "  tlsSecretName: p-tls\n"
		}
		if r.IntN(4) == 0 {
			spec += "  whenMissing: leave\n"
		}
		var items []string
		for i := range 1 + r.IntN(4) {
			ann := ""
			if byAnnotation && r.IntN(3) > 0 {
				ann = ", annotations: {preview-host: " + preview + "}"
			}
			meta := fmt.Sprintf("metadata: {name: i%d%s}\n", i, ann)
			switch r.IntN(7) {
			case 0, 1:
				s := "apiVersion: networking.k8s.io/v1\nkind: Ingress\n" + meta + "spec:\n  tls:\n  - hosts: [" + strings.Join(hostsN(r.IntN(4)), ", ") + "]\n    secretName: x\n  rules:\n"
				for _, h := range hostsN(1 + r.IntN(3)) {
					s += "  - host: " + h + "\n"
				}
				items = append(items, s)
			case 2:
				items = append(items, "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"+meta+"spec: {hostnames: ["+strings.Join(hostsN(1+r.IntN(3)), ", ")+"]}\n")
			case 3:
				s := "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n" + meta + "spec:\n  listeners:\n"
				for j, h := range hostsN(1 + r.IntN(3)) {
					s += fmt.Sprintf("  - {name: l%d, port: %d, hostname: %s, tls: {certificateRefs: [{name: a}, {name: b}]}}\n", j, j, h)
				}
				items = append(items, s)
			case 4:
				items = append(items, "apiVersion: cert-manager.io/v1\nkind: Certificate\n"+meta+"spec:\n  commonName: "+hostsN(1)[0]+"\n  dnsNames: ["+strings.Join(hostsN(1+r.IntN(4)), ", ")+"]\n")
			case 5:
				items = append(items, "apiVersion: networking.istio.io/v1\nkind: Gateway\n"+meta+"spec: {servers: [{hosts: ["+strings.Join(hostsN(1+r.IntN(3)), ", ")+"]}]}\n")
			case 6:
				items = append(items, "apiVersion: v1\nkind: ConfigMap\n"+meta+"data: {a: '"+strings.ReplaceAll(strings.Join(hostsN(3), " https://"), `"`, "")+"'}\n")
			}
		}
		config := krm.Source{Name: "fn.yaml", Data: []byte("apiVersion: kurumi.dev/v1alpha1\nkind: PreviewHost\nspec:\n" + spec)}
		if strings.TrimSpace(spec) == "" {
			config.Data = []byte("apiVersion: kurumi.dev/v1alpha1\nkind: PreviewHost\n")
		}
		run := func(items []string) ([]string, []krm.Result) {
			var files []krm.Source
			for i, it := range items {
				files = append(files, krm.Source{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(it)})
			}
			out, results, err := previewhost.Function.ProcessFiles(&config, files, krm.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, o := range out {
				texts = append(texts, string(o.Data))
			}
			return texts, results
		}
		failed := func(rs []krm.Result) string {
			for _, r := range rs {
				if r.Severity == krm.Error {
					return r.String()
				}
			}
			return ""
		}
		once, res := run(items)
		if f := failed(res); f != "" {
			k := f
			for _, mark := range []string{"would become one host", "no preview host is known", "no single name", "would become no host", "here, but", "no rule matches", "would serve", "would turn into", "characters"} {
				if strings.Contains(f, mark) {
					k = mark
				}
			}
			fails[k]++
			// all failing runs fail in another order as well
			rev := make([]string, len(items))
			for i, it := range items {
				rev[len(items)-1-i] = it
			}
			if _, res2 := run(rev); failed(res2) == "" {
				t.Errorf("seed %d: order decides on failure: %s\n%s\n%s", seed, f, config.Data, strings.Join(items, "---\n"))
				return
			}
			continue
		}
		oks++
		twice, res2 := run(once)
		for i := range once {
			if once[i] != twice[i] || failed(res2) != "" {
				t.Errorf("seed %d: not idempotent: %s\n%s\nINPUT\n%s\nONCE\n%s\nTWICE\n%s", seed, failed(res2), config.Data, strings.Join(items, "---\n"), strings.Join(once, "---\n"), strings.Join(twice, "---\n"))
				return
			}
		}
		rev := make([]string, len(items))
		for i, it := range items {
			rev[len(items)-1-i] = it
		}
		back, res3 := run(rev)
		for i := range once {
			if words(back[len(items)-1-i]) != words(once[i]) || failed(res3) != "" {
				t.Errorf("seed %d: order matters: %s\n%s\nINPUT\n%s\nONCE\n%s\nREVERSED\n%s", seed, failed(res3), config.Data, strings.Join(items, "---\n"), once[i], back[len(items)-1-i])
				return
			}
		}
	}
	t.Log(oks, fails)
}
