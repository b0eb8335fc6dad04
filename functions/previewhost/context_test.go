package previewhost

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestRewriteTextLeaves(t *testing.T) {
	tests := []struct{ name, text string }{
		{"a longer name behind", "www~.au"},
		{"a file named after the host", "www~.crt www~.conf"},
		{"a longer name before", "xwww~ my-www~ a.www~"},
		{"a name with a hyphen behind", "www~-old"},
		{"a name with underscores around", "_www~ www~_"},
		{"the rest of a name that a variable begins", "${PREFIX}www~ $(PREFIX)www~ {{ .prefix }}www~ $www~"},
		{"an e-mail address", "ops@www~"},
		{"an e-mail address in a mailto", "mailto:ops@www~?subject=x"},
		{"an e-mail address in angle brackets", "Ops <ops@www~>"},
		{"an e-mail domain", "allowed: @www~"},
		{"an e-mail address after a URL", "https://a.example.org,ops@www~"},
		{"an e-mail address in a URL's query", "https://a.example.org/?mail=ops@www~"},
		{"a path with an @ before", "https://a.example.org/@www~"},
		{"a host that is a user's name", "https://www~@a.example.org"},
		{"a git URL", "git@www~:org/x"},
		{"a repository", "https://www~/org/repo.git"},
		{"a repository with a branch", "https://www~/org/repo.git@main"},
		{"a repository with a folder", "https://www~/org/repo.git//deploy?ref=main"},
		{"a repository without a scheme", "www~/org/repo.git"},
		{"a repository as scp writes it", "www~:org/repo.git"},
		{"a repository with a token", "https://token@www~/org/repo.git"},
		{"a repository at the end of a sentence", "Clone https://www~/org/repo.git."},
		{"a repository over ssh", "ssh://git@www~/org/repo ssh://git@www~:22/org/repo"},
		{"a repository over git", "git://www~/org/repo git+https://www~/org/repo"},
		{"a module's source", "git::https://www~/org/repo?ref=v1"},
		{"an OCI reference", "oci://www~/charts/app"},
		{"an image as the kubelet writes it", "docker-pullable://www~/org/app@sha256:0123"},
		{"an image as skopeo writes it", "docker://www~/org/app"},
		{"a bucket", "s3://www~/a gs://www~/a"},
		{"a trust domain", "spiffe://www~/ns/shop/sa/api"},
		{"an image with a tag", "www~/org/app:1.2"},
		{"an image with a tag that is a variable", "www~/org/$(APP):$(TAG)"},
		{"an image with a digest", "www~/org/app@sha256:0123"},
		{"an image of a registry with a port", "www~:5000/app:tag"},
		{"an image under its name", "image: www~/org/app"},
		{"an image in a flag", "--image=www~/org/app --sidecar-image www~/org/app"},
		{"an image in a variable", "PROXY_IMAGE=www~/org/app"},
		{"an image in JSON", `{"image":"www~/org/app"}`},
		{"an image in JSON in JSON", `{\"image\": \"www~/org/app\"}`},
		{"a registry", "registry: www~"},
		{"a chart's image, whose tag stands elsewhere", "repository: www~/org/app"},
		{"a repository under its name", "repoURL: https://www~/org/repo"},
		{"a label", "www~/role=web"},
		{"a label in YAML", "www~/role: web"},
		{"a label in YAML in quotes", `"www~/role": web`},
		{"a label in JSON", `{"www~/role":"web"}`},
		{"a label in JSON in JSON", `{\"www~/role\" : \"web\"}`},
		{"a label in a selector", "www~/role in (web),www~/tier notin (a), www~/x = y, www~/z != a, www~/b==c"},
		{"a label that a selector excludes", "www~/role!=web"},
		{"a taint", "--taints=www~/dedicated=gpu:NoSchedule"},
		{"a taint in a list", "--taints=a/b=c:NoSchedule,www~/dedicated=gpu:NoSchedule"},
		{"a key under its name", "topologyKey: www~/zone"},
		{"an API group", "apiVersion: www~/v1"},
		{"an API group alone", `apiGroups: ["www~"]`},
		{"a mail domain", "--email-domain=www~"},
		{"a folder in a path", "/etc/ssl/www~/tls.crt"},
		{"a folder in a relative path", "certs/www~ ./www~/tls.crt"},
		{"a folder in a path on Windows", `C:\certs\www~\tls.crt`},
		{"a file URL", "file:///www~/x"},
		{"a folder after two slashes in a path", "/data//www~/x"},
		{"a path component of another URL", "https://proxy.example.org/www~/a"},
		{"a host that becomes itself", "same.example.com"},
		{"a name of a single label", "localhost"},
		{"the preview host", "pr~"},
		{"a host that nobody knows", "www.example.org"},
		{"the parent alone", "example.com"},
		{"a sibling", "other.example.com"},
		{"the rest of a format", "%s.shop.test"},
		{"the last label of a host", "a .com address, a .test"},
		{"a module at a version", "www~/org/lib@v1"},
		{"dots without end", strings.Repeat(".", 1000)},
		{"a name that is too long", strings.Repeat("a.", 500)},
		{"nothing", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := short.Replace(tt.text)
			out, changes, warn := known.rewriteText(text)
			assert.Equal(t, text, out)
			assert.Empty(t, changes)
			assert.Empty(t, warn)
		})
	}
}

func TestRewriteValueListensToItsName(t *testing.T) {
	tests := []struct{ name, field, text, want string }{
		{"a chart's image", "repository", "www~/org/app", "www~/org/app"},
		{"a chart's registry", "imageRegistry", "www~", "www~"},
		{"a variable with an image", "SIDECAR_IMAGE", "www~/org/app", "www~/org/app"},
		{"a picture", "LOGO_IMAGE", "https://www~/a.png", "https://pr~/a.png"},
		{"an application's repository", "repoURL", "https://www~/org/repo", "https://www~/org/repo"},
		{"a toleration's key", "key", "www~/dedicated", "www~/dedicated"},
		{"an API group", "apiVersion", "www~/v1", "www~/v1"},
		{"an ordinary field", "baseUrl", "www~/path", "pr~/path"},
		{"the name counts for the start only", "image", "www~/a and www~/b", "www~/a and pr~/b"},
		{"a name in the text is nearer", "args", "--image=www~/a", "--image=www~/a"},
		{"a field without a name", "", "www~/a", "pr~/a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, _, _ := known.rewriteValue(tt.field, short.Replace(tt.text))
			assert.Equal(t, short.Replace(tt.want), out)
		})
	}
}
