package previewhost_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// Whatever an application is made of, and whatever the config says: a second run
// changes nothing more, and the order of the resources decides nothing.
func TestRandomApplications(t *testing.T) {
	for seed := range uint64(600) {
		random := applications{rand.New(rand.NewPCG(seed, 12))}
		config := random.config()
		items := random.items()
		story := fmt.Sprintf("seed %d\n%s---\n%s", seed, config, strings.Join(items, "---\n"))

		once, failed := rewrite(t, config, items)
		backwards := slices.Clone(items)
		slices.Reverse(backwards)
		reversed, failedToo := rewrite(t, config, backwards)
		require.Equal(t, failed, failedToo, story)
		if failed {
			continue
		}
		twice, failed := rewrite(t, config, once)
		require.False(t, failed, "refuses what it made\n%s", story)
		require.Equal(t, once, twice, story)
		slices.Reverse(reversed)
		for i := range once {
			require.Equal(t, words(once[i]), words(reversed[i]), story)
		}
	}
}

// applications makes configs and resources of a few names, so that much of it
// meets: production's domain is also the previews', a wildcard covers both kinds
// of hosts, and some hosts are preview hosts already.
type applications struct{ *rand.Rand }

func (a applications) one(of ...string) string { return of[a.IntN(len(of))] }

func (a applications) preview() string {
	return a.one("pr-12.example.com", "pr-12.preview.example.net", "www.preview.example.net")
}

func (a applications) host() string {
	label := a.one("www.", "WWW.", "api.", "shop.", "status.", "*.", "")
	return label + a.one("example.com", "shop.example.com", "pr-12.example.com", "preview.example.net", "example.org")
}

func (a applications) hosts() string {
	var quoted []string
	for range 1 + a.IntN(3) {
		quoted = append(quoted, fmt.Sprintf("%q", a.host()))
	}
	return strings.Join(quoted, ", ")
}

func (a applications) config() string {
	return "apiVersion: kurumi.dev/v1alpha1\nkind: PreviewHost\nmetadata: {name: preview}\nspec:\n  annotation: preview-host\n" +
		a.one("", "  host: "+a.preview()+"\n") +
		a.one("", "  tlsSecretName: preview-tls\n") +
		a.one("", "", "  whenMissing: leave\n") +
		a.one("", "", "  keep: [status.example.com]\n", "  keep: ['status.*', '*.example.org']\n") +
		a.one(
			"",
			"  rules: [{from: www.example.com, to: '{host}'}, {from: '*', to: '{label}-{host}'}]\n",
			"  rules: [{from: '*', to: '{label}.{host}'}]\n",
			"  rules: [{from: 'www.*', to: '{host}'}, {from: '*.shop.example.com', to: '{label}.shop.{host}'}, {from: '*', to: '{label}.{host}'}]\n",
		)
}

func (a applications) items() []string {
	var items []string
	for i := range 1 + a.IntN(5) {
		metadata := fmt.Sprintf("metadata: {name: i%d}\n", i)
		if a.IntN(3) > 0 {
			metadata = fmt.Sprintf("metadata: {name: i%d, annotations: {preview-host: pr-12.preview.example.net}}\n", i)
		}
		items = append(items, a.one(
			"apiVersion: networking.k8s.io/v1\nkind: Ingress\n"+metadata+"spec:\n  tls: [{hosts: ["+a.hosts()+"], secretName: tls}]\n  rules: [{host: '"+a.host()+"'}, {host: '"+a.host()+"'}]\n",
			"apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\n"+metadata+"spec: {hostnames: ["+a.hosts()+"]}\n",
			"apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n"+metadata+"spec:\n  listeners:\n"+
				"  - {name: a, port: 443, hostname: '"+a.host()+"', tls: {certificateRefs: [{name: rsa}, {name: ecdsa}]}}\n"+
				"  - {name: b, port: 8443, hostname: '"+a.host()+"'}\n",
			"apiVersion: networking.istio.io/v1\nkind: Gateway\n"+metadata+"spec: {servers: [{hosts: ["+a.hosts()+"]}]}\n",
			"apiVersion: cert-manager.io/v1\nkind: Certificate\n"+metadata+"spec: {commonName: '"+a.host()+"', dnsNames: ["+a.hosts()+"]}\n",
			"apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  annotations: {external-dns.alpha.kubernetes.io/hostname: '"+a.host()+","+a.host()+"'}\n",
			"apiVersion: v1\nkind: ConfigMap\n"+metadata+"data: {url: 'https://"+a.host()+"/?at="+a.host()+"'}\n",
		))
	}
	return items
}

// rewrite runs the function over resources, each in a file of its own.
func rewrite(t *testing.T, config string, items []string) (after []string, failed bool) {
	t.Helper()
	files := make([]krm.Source, len(items))
	for i, item := range items {
		files[i] = krm.Source{Name: fmt.Sprintf("%d.yaml", i), Data: []byte(item)}
	}
	files, results, err := previewhost.Function.ProcessFiles(&krm.Source{Name: "fn.yaml", Data: []byte(config)}, files, krm.Options{})
	require.NoError(t, err)
	for _, file := range files {
		after = append(after, string(file.Data))
	}
	return after, len(krmtest.Mistakes(results)) > 0
}

// words is what a text holds, but for the order of lists.
func words(s string) []string {
	found := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,[]{}\"'\n", r) })
	slices.Sort(found)
	return found
}
