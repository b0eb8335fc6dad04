package previewapp

import "sigs.k8s.io/kustomize/kyaml/yaml"

// Config is the spec of a PreviewApp.
type Config struct {
	// The application's name. The preview of pull request 12 is the Application `<app>-pr-12`, and the ApplicationSet is
	// `<app>-previews`.
	App string `json:"app" required:"true"`
	// The AppProject that fences the previews in. It is generated, and is for this application's previews alone.
	Project string `json:"project" required:"true"`
	// The repository with the pull requests and the manifests.
	Repo Repo `json:"repo" required:"true"`
	// Argo CD's own `pullRequest` generator as it stands, for providers that `repo` does not know:
	// `{gitea: {…}, requeueAfterSeconds: 60}`. It needs labels or filters, and `repo.url`.
	Generator *yaml.RNode `json:"generator,omitempty"`
	// The label that makes a preview of a pull request; `preview` if not given. A `generator` has labels of its own.
	Label string `json:"label,omitempty"`
	// The folder with the manifests.
	Path string `json:"path" required:"true"`
	// The host of a preview, as in `shop-{{number}}.example.com`. Besides the number it may hold `{{branch_slug}}`,
	// `{{head_sha}}`, `{{head_short_sha}}` and `{{head_short_sha_7}}`.
	Host string `json:"host" required:"true"`
	// The namespace of a preview; `<app>-pr-{{number}}` if not given. It holds the number, and no other placeholder.
	Namespace string `json:"namespace,omitempty"`
	// How the manifests are rendered, and with that how they get the host: `kustomize` (as an annotation on every
	// resource), `plugin` (as a variable), `helm` (as a parameter).
	Source string `json:"source,omitempty" enum:"kustomize,plugin,helm"`
	// The name under which the host is handed over: of the annotation (`preview-host` if not given), the variable
	// (`PREVIEW_HOST`, which the plugin sees as `ARGOCD_ENV_PREVIEW_HOST`) or the Helm parameter (`host`).
	HostKey string `json:"hostKey,omitempty"`
	// With `source: plugin`, the plugin's name; Argo CD finds one by itself if not given.
	Plugin string `json:"plugin,omitempty"`
	// The image that Image Updater keeps at the newest tag `pr-<number>-<YYYYMMDDHHMMSS>`, without a tag. If not given,
	// previews run the images that their manifests name.
	Image string `json:"image,omitempty"`
	// With `source: helm`, the chart's parameters for the image.
	ImageParameters *ImageParameters `json:"imageParameters,omitempty"`
	// Where Image Updater reads what to do: `resource` for 1.2 and later, `annotations` for 0.x; `resource` if not given.
	ImageUpdater string `json:"imageUpdater,omitempty" enum:"resource,annotations"`
	// Which of Argo CD's notifications go to the pull request; with GitHub those of the service `github` if not given, else
	// none.
	Notifications *Notifications `json:"notifications,omitempty"`
	// The cluster that previews run in.
	Server string `json:"server,omitempty"`
	// The namespaced kinds that a preview may have. If not given, all but those that would move its own fence:
	// ResourceQuota, LimitRange, NetworkPolicy, Role, RoleBinding, and Argo CD's own.
	Kinds []Kind `json:"kinds,omitempty"`
	// The Pod Security Standard that the previews' namespaces enforce.
	PodSecurity string `json:"podSecurity,omitempty" enum:"baseline,restricted,privileged"`
	// The namespace that Argo CD itself runs in.
	ArgoCDNamespace string `json:"argocdNamespace,omitempty"`
}

// Repo is a repository.
type Repo struct {
	// `github` or `gitlab`. For others there is `generator`.
	Provider string `json:"provider,omitempty"`
	// GitHub's organization or user, GitLab's group.
	Owner string `json:"owner,omitempty"`
	// The repository's name; with GitLab, the number of the project is possible too, without an owner.
	Name string `json:"name,omitempty"`
	// The address of the provider's API, where it is one of your own.
	API string `json:"api,omitempty"`
	// The address from which Argo CD clones. With github.com and gitlab.com it is known, else it is required.
	URL string `json:"url,omitempty" secret:"true"`
	// The Secret with the token by which Argo CD lists the pull requests.
	TokenRef *TokenRef `json:"tokenRef,omitempty"`
	// With GitHub, the Secret with a GitHub App's credentials, instead of a token.
	AppSecretName string `json:"appSecretName,omitempty"`
}

// TokenRef is a key in a Secret.
type TokenRef struct {
	// The Secret's name, in Argo CD's namespace.
	SecretName string `json:"secretName" required:"true"`
	// The key in it.
	Key string `json:"key" required:"true"`
}

// ImageParameters are the names of Helm parameters.
type ImageParameters struct {
	// The parameter for the image's name, without tag.
	Name string `json:"name" required:"true"`
	// The parameter for its tag.
	Tag string `json:"tag" required:"true"`
}

// triggers are the names that examples/preview-environment gives them.
var triggers = []string{"on-preview-ready", "on-preview-failed"}

// Notifications says what to subscribe to.
type Notifications struct {
	// The service in argocd-notifications-cm.
	Service string `json:"service,omitempty"`
	// The triggers in argocd-notifications-cm; `on-preview-ready` and `on-preview-failed` if not given. An empty list means
	// no notifications.
	Triggers []string `json:"triggers,omitempty"`
}

// Kind is a kind of objects.
type Kind struct {
	// The API group; empty for Kubernetes' core.
	Group string `json:"group,omitempty"`
	// The kind; `*` for all of the group.
	Kind string `json:"kind" required:"true"`
}

// Default fills in what is not given.
func (c *Config) Default() {
	c.Source = "kustomize"
	c.Server = "https://kubernetes.default.svc"
	c.PodSecurity = "baseline"
	c.ArgoCDNamespace = "argocd"
}

// withDefaults is the settings with what depends on others.
func (c Config) withDefaults() Config {
	orElse := func(s *string, value string) {
		if *s == "" {
			*s = value
		}
	}
	orElse(&c.Label, "preview")
	orElse(&c.Namespace, c.App+"-pr-{{number}}")
	orElse(&c.HostKey, map[string]string{"kustomize": "preview-host", "plugin": "PREVIEW_HOST", "helm": "host"}[c.Source])
	orElse(&c.ImageUpdater, "resource")
	orElse(&c.Repo.URL, c.Repo.knownURL())
	if c.Notifications == nil && c.Repo.Provider == "github" {
		c.Notifications = &Notifications{Service: "github"}
	}
	if n := c.Notifications; n != nil && n.Triggers == nil {
		c.Notifications = &Notifications{Service: n.Service, Triggers: triggers}
	}
	if c.ImageParameters == nil {
		c.ImageParameters = &ImageParameters{Name: "image.repository", Tag: "image.tag"}
	}
	return c
}

// project is the repository as GitLab names it.
func (r Repo) project() string {
	if r.Owner == "" {
		return r.Name
	}
	return r.Owner + "/" + r.Name
}

// knownURL is the address of a repository at github.com or gitlab.com.
func (r Repo) knownURL() string {
	hosts := map[string]string{"github": "https://github.com/", "gitlab": "https://gitlab.com/"}
	if hosts[r.Provider] == "" || r.API != "" || r.Owner == "" {
		return ""
	}
	return hosts[r.Provider] + r.project() + ".git"
}
