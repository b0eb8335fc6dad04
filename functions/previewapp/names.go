package previewapp

import (
	"path"
	"regexp"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// Value rules: what a text has to be, string by string. Of a secret nothing is told.

var (
	dnsLabel    = lazyregexp.New(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	imageName   = lazyregexp.New(`^([a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]+)?/)?[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*$`)
	plainName   = lazyregexp.New(`^[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?$`)
	annotation  = lazyregexp.New(`^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$`)
	variable    = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_]*$`)
	parameter   = lazyregexp.New(`^[A-Za-z0-9_][A-Za-z0-9_.\[\]-]*$`)
	clusterURL  = lazyregexp.New(`^https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$`)
	repoURL     = lazyregexp.New(`^(https?://[A-Za-z0-9.-]+(:[0-9]+)?/|ssh://[a-z]+@[A-Za-z0-9.-]+(:[0-9]+)?/|[a-z]+@[A-Za-z0-9.-]+:)[A-Za-z0-9._~/-]+$`)
	repoOwner   = lazyregexp.New(`^[A-Za-z0-9_][A-Za-z0-9._/-]*$`)
	repoName    = lazyregexp.New(`^[A-Za-z0-9_.][A-Za-z0-9._-]*$`)
	repoNumber  = lazyregexp.New(`^[0-9]+$`)
	numberApart = lazyregexp.New(`(^|[.-])` + regexp.QuoteMeta(number) + `([.-]|$)`)
	unprintable = lazyregexp.New(`[\x00-\x1f\x7f]`)
)

// fixed is for settings that no pull request may have a part in.
func fixed(value string, tell teller) bool {
	if strings.Contains(value, "{{") {
		tell("may hold no placeholder: it is the same for all pull requests, and none may choose it")
		return false
	}
	return true
}

func checkApp(app string, tell teller) {
	if longest := app + "-pr-" + sampleNumber; fixed(app, tell) && !dnsLabel.MatchString(longest) {
		tell("makes an Application %s, which is no DNS label: at most 63 lower-case letters, digits and hyphens", longest)
	}
}

func checkProject(project string, tell teller) {
	switch {
	case !fixed(project, tell):
	case project == "default":
		tell("permits everything to everyone; name a project for these previews, which is generated")
	default:
		checkLabel(project, tell)
	}
}

func checkLabel(name string, tell teller) {
	if fixed(name, tell) && !dnsLabel.MatchString(name) {
		tell("is no DNS label: at most 63 lower-case letters, digits and hyphens")
	}
}

func checkHost(host string, tell teller) {
	failed := false
	resolved := resolve(host, inHost, func(format string, args ...any) { failed = true; tell(format, args...) })
	longest := sample(resolved)
	switch {
	case failed:
	case !strings.Contains(resolved, number):
		tell("has no {{number}}: previews would come to the same host")
	case strings.Contains(resolved, branchSlug) && !numberApart.MatchString(resolved):
		tell("holds {{branch_slug}}, and so {{number}} needs a hyphen or a dot on both sides: else a branch's name could make it another number")
	case !isHost(longest):
		tell("becomes %s, which is no host: labels of at most 63 lower-case letters, digits and hyphens, 253 characters in all", longest)
	}
}

// isHost reports whether a text is a host name below some domain.
func isHost(host string) bool {
	labels := strings.Split(host, ".")
	for _, label := range labels {
		if !dnsLabel.MatchString(label) {
			return false
		}
	}
	return len(labels) > 1 && len(host) <= 253
}

func checkNamespace(namespace string, tell teller) {
	failed := false
	resolved := resolve(namespace, inNamespace, func(format string, args ...any) { failed = true; tell(format, args...) })
	longest := sample(resolved)
	switch {
	case failed:
	case !strings.Contains(resolved, number):
		tell("has no {{number}}: previews would share a namespace")
	case strings.HasPrefix(resolved, number):
		tell("begins with {{number}}; put a name before it, or the project would permit namespaces of others")
	case !dnsLabel.MatchString(longest):
		tell("becomes %s, which is no namespace: at most 63 lower-case letters, digits and hyphens", longest)
	}
}

func checkPath(p string, tell teller) {
	if fixed(p, tell) && (path.Clean(p) != p || path.IsAbs(p) || p == ".." || strings.HasPrefix(p, "../") || unprintable.MatchString(p)) {
		tell("is no folder of the repository, as in k8s/overlays/staging")
	}
}

func checkImage(image string, tell teller) {
	if fixed(image, tell) && !imageName.MatchString(image) {
		tell("is no image without tag and digest, as in ghcr.io/example/shop; the tag is Image Updater's")
	}
}

func checkServer(server string, tell teller) {
	if fixed(server, tell) && !clusterURL.MatchString(server) {
		tell("is no address of a cluster, as in https://kubernetes.default.svc; argocd cluster list shows those that there are")
	}
}

// checkHostKey knows what each sort of source takes for a name.
func checkHostKey(source, key string, tell teller) {
	rule := map[string]*lazyregexp.Regexp{"kustomize": annotation, "plugin": variable, "helm": parameter}[source]
	if fixed(key, tell) && rule != nil && !rule.MatchString(key) {
		tell("is no name of %s", map[string]string{"kustomize": "an annotation", "plugin": "a variable", "helm": "a Helm parameter"}[source])
	}
}
