package previewapp

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

func TestWhatANameIs(t *testing.T) {
	for what, tc := range map[string]struct {
		rule      *lazyregexp.Regexp
		good, bad []string
	}{
		"an image": {
			imageName,
			[]string{"nginx", "library/nginx", "ghcr.io/example/shop", "localhost:5000/shop", "registry.example.com:443/a/b/c_d.e-f"},
			[]string{"", "Nginx", "nginx:1.27", "ghcr.io/example/shop@sha256:abc", "https://ghcr.io/shop", "a=b", "a,b", "/shop", "shop/", "a//b", "a b"},
		},
		"a repository": {
			repoURL,
			[]string{"https://github.com/example/shop.git", "http://git:3000/a/b", "git@github.com:example/shop.git", "ssh://git@git.example.com:2222/a/b.git"},
			[]string{"", "github.com/a/b", "https://u:p@github.com/a/b", "https://token@github.com/a/b", "https://github.com/*", "!https://github.com/a", "https://github.com/", "oci://a/b", "https://a/b\nc", "https://a/{b,c}"},
		},
		"a cluster": {
			clusterURL,
			[]string{"https://kubernetes.default.svc", "https://10.0.0.1:6443", "https://rancher.example.com/k8s/clusters/c-1"},
			[]string{"", "*", "in-cluster", "https://*", "https://u:p@a", "!https://a"},
		},
		"an annotation": {
			annotation,
			[]string{"preview-host", "example.com/preview_host", "A.b"},
			[]string{"", "a b", "/a", "a/", "a/b/c", "-a", "Example.com/a"},
		},
		"a variable":       {variable, []string{"PREVIEW_HOST", "_a1"}, []string{"", "1a", "A-B", "A B", "A=B"}},
		"a Helm parameter": {parameter, []string{"host", "ingress.hosts[0].host", "a-b_c"}, []string{"", "a b", "a,b", "a=b", "{a}", "[0]"}},
		"a DNS label":      {dnsLabel, []string{"a", "42", "a-b"}, []string{"", "-a", "a-", "A", "a.b", "a_b"}},
	} {
		for _, name := range tc.good {
			assert.Regexp(t, tc.rule, name, what)
		}
		for _, name := range tc.bad {
			assert.NotRegexp(t, tc.rule, name, what)
		}
	}
}

func TestAPathStaysInTheRepository(t *testing.T) {
	for _, good := range []string{".", "k8s", "k8s/overlays/staging", "a..b/c"} {
		assert.Empty(t, tolds(func(tell teller) { checkPath(good, tell) }), good)
	}
	for _, bad := range []string{"..", "../a", "a/../..", "/a", "a/", "a//b", "./a", "a\nb", "a/{{.branch}}"} {
		assert.Len(t, tolds(func(tell teller) { checkPath(bad, tell) }), 1, bad)
	}
}
