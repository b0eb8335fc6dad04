package previewapp

import "sigs.k8s.io/kustomize/kyaml/yaml"

// fence is what keeps a preview in its place: the kinds that would loosen what the
// operator set up in its namespace, or grant rights there, or deploy by Argo CD.
var fence = []Kind{
	{"", "LimitRange"},
	{"", "ResourceQuota"},
	{"networking.k8s.io", "NetworkPolicy"},
	{"rbac.authorization.k8s.io", "Role"},
	{"rbac.authorization.k8s.io", "RoleBinding"},
	{"argoproj.io", "Application"},
	{"argoproj.io", "ApplicationSet"},
	{"argoproj.io", "AppProject"},
	{"argocd-image-updater.argoproj.io", "*"},
}

// appProject is what a preview may be, whatever its branch says.
func (pl plan) appProject() object {
	listed, kinds := "namespaceResourceWhitelist", pl.Kinds
	if kinds == nil {
		listed, kinds = "namespaceResourceBlacklist", fence
	}
	return pl.object("argoproj.io/v1alpha1", "AppProject", pl.Project, mapOf(
		"description", "Previews of "+pl.App+", one for each pull request",
		"sourceRepos", listOf(pl.Repo.URL),
		"destinations", listOf(mapOf("server", pl.Server, "namespace", pl.pattern)),
		// Argo CD asks the project even about the namespace that it makes itself.
		"clusterResourceWhitelist", listOf(mapOf("group", "", "kind", "Namespace", "name", pl.pattern)),
		listed, kindsOf(kinds),
	), finalizer) // it stays until no Application refers to it
}

func kindsOf(kinds []Kind) *yaml.Node {
	l := listOf()
	for _, k := range kinds {
		l.Content = append(l.Content, mapOf("group", k.Group, "kind", k.Kind))
	}
	return l
}
