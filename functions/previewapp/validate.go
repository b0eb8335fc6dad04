package previewapp

import (
	"path"
	"slices"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A checker judges the settings.
type checker struct {
	*krm.Pass
	cfg Config
}

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	ch := checker{p, *c}
	checkApp(c.App, ch.of("app", c.App))
	checkProject(c.Project, ch.of("project", c.Project))
	checkHost(c.Host, ch.of("host", c.Host))
	checkPath(c.Path, ch.of("path", c.Path))
	checkServer(c.Server, ch.of("server", c.Server))
	checkLabel(c.ArgoCDNamespace, ch.of("argocdNamespace", c.ArgoCDNamespace))
	if c.Namespace != "" {
		checkNamespace(c.Namespace, ch.of("namespace", c.Namespace))
	}
	if c.Generator == nil {
		ch.repo()
	} else {
		ch.generator()
	}
	ch.source()
	ch.image()
	ch.notifications()
}

// say tells what is wrong with a setting; without its value where that is none, or
// may be a secret.
func (ch checker) say(name, value, format string, args ...any) {
	ch.Errorf(nil, krm.Field{Path: "spec." + name, Current: value}, format, args...)
}

// of is say for one setting.
func (ch checker) of(name, value string) teller {
	return func(format string, args ...any) { ch.say(name, value, format, args...) }
}

// source is how the manifests are rendered.
func (ch checker) source() {
	if ch.cfg.HostKey != "" {
		checkHostKey(ch.cfg.Source, ch.cfg.HostKey, ch.of("hostKey", ch.cfg.HostKey))
	}
	if ch.cfg.Plugin == "" {
		return
	}
	tell := ch.of("plugin", ch.cfg.Plugin)
	if ch.cfg.Source != "plugin" {
		tell("goes with source: plugin")
	}
	if fixed(ch.cfg.Plugin, tell) && !plainName.MatchString(ch.cfg.Plugin) {
		tell("is no name of a plugin; it is metadata.name in plugin.yaml, with -<version> behind it if that has one")
	}
}

// image is what Image Updater is told.
func (ch checker) image() {
	if ch.cfg.Image != "" {
		checkImage(ch.cfg.Image, ch.of("image", ch.cfg.Image))
		if ch.cfg.Source == "plugin" {
			ch.say("image", ch.cfg.Image, "goes with source: kustomize or helm; from an Application's annotations Image Updater sets no plugin's image. Take it out, and let the plugin find the image by the commit")
		}
	} else if ch.cfg.ImageUpdater != "" {
		ch.say("imageUpdater", ch.cfg.ImageUpdater, "goes with image: which one is to be updated?")
	}
	params := ch.cfg.ImageParameters
	if params == nil {
		return
	}
	if ch.cfg.Image == "" || ch.cfg.Source != "helm" {
		ch.say("imageParameters", "", "goes with source: helm and an image")
	}
	checkHostKey("helm", params.Name, ch.of("imageParameters.name", params.Name))
	checkHostKey("helm", params.Tag, ch.of("imageParameters.tag", params.Tag))
}

func (ch checker) notifications() {
	n := ch.cfg.Notifications
	if n == nil {
		return
	}
	if n.Service == "" && (n.Triggers == nil || len(n.Triggers) > 0) {
		ch.say("notifications.service", "", "is missing: which service of argocd-notifications-cm comments on the pull request?")
	}
	names := map[string]string{"notifications.service": n.Service}
	for i, trigger := range n.Triggers {
		names[at("notifications.triggers", i)] = trigger
		if slices.Index(n.Triggers, trigger) != i {
			ch.say(at("notifications.triggers", i), trigger, "stands there twice")
		}
		if name := path.Base(notifier + trigger + "." + n.Service); len(name) > 63 {
			ch.say(at("notifications.triggers", i), trigger, "makes an annotation %s, which is longer than 63 characters", name)
		}
	}
	ch.eachName(names)
}

// eachName checks what becomes part of an annotation's name, or names an object.
func (ch checker) eachName(names map[string]string) {
	for _, field := range sortedKeys(names) {
		tell := ch.of(field, names[field])
		if name := names[field]; name != "" && fixed(name, tell) && !plainName.MatchString(name) {
			tell("is no name: letters, digits, dots, hyphens and underscores, at most 253")
		}
	}
}

// repo is where Argo CD finds pull requests and manifests.
func (ch checker) repo() {
	r := ch.cfg.Repo
	if label := ch.cfg.Label; label != "" && (fixed(label, ch.of("label", label)) && unprintable.MatchString(label)) {
		ch.say("label", label, "is no label: it has a line break or another control character")
	}
	switch r.Provider {
	case "github", "gitlab":
	case "":
		ch.say("repo.provider", "", "is missing; it is github or gitlab, and for others there is generator")
		return
	default:
		ch.say("repo.provider", r.Provider, "is not known here; leave it out, and write Argo CD's own block under generator")
		return
	}
	ch.nameOfRepo()
	if r.URL != "" || r.knownURL() == "" {
		ch.repoURL()
	}
	if r.AppSecretName != "" && r.Provider != "github" {
		ch.say("repo.appSecretName", r.AppSecretName, "goes with provider: github")
	}
	if r.API != "" && fixed(r.API, ch.of("repo.api", r.API)) && !clusterURL.MatchString(r.API) {
		ch.say("repo.api", "", "is no address, as in https://git.example.com/api/v3")
	}
	names := map[string]string{"repo.appSecretName": r.AppSecretName}
	if r.TokenRef != nil {
		names["repo.tokenRef.secretName"], names["repo.tokenRef.key"] = r.TokenRef.SecretName, r.TokenRef.Key
	}
	ch.eachName(names)
}

func (ch checker) nameOfRepo() {
	r := ch.cfg.Repo
	byNumber := r.Provider == "gitlab" && repoNumber.MatchString(r.Name)
	if r.Owner == "" && !byNumber {
		ch.say("repo.owner", "", "is missing: whose repository is it?")
	}
	if r.Name == "" {
		ch.say("repo.name", "", "is missing: which repository is it?")
	}
	for _, part := range []struct {
		path, value string
		rule        *lazyregexp.Regexp
	}{{"repo.owner", r.Owner, repoOwner}, {"repo.name", r.Name, repoName}} {
		tell := ch.of(part.path, part.value)
		if part.value != "" && fixed(part.value, tell) && !part.rule.MatchString(part.value) {
			tell("is no name of a repository or of its owner")
		}
	}
}

func (ch checker) repoURL() {
	tell := ch.of("repo.url", "")
	switch url := ch.cfg.Repo.URL; {
	case url == "":
		tell("is missing: from where does Argo CD clone? It is known for github.com and gitlab.com only, with an owner and without an api")
	case fixed(url, tell) && !repoURL.MatchString(url):
		tell("is no address of one repository without credentials, as in https://git.example.com/example/shop.git")
	}
}
