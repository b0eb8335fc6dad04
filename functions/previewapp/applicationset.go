package previewapp

import "sigs.k8s.io/kustomize/kyaml/yaml"

// finalizer takes away what was deployed when an Application goes.
const finalizer = "resources-finalizer.argocd.argoproj.io"

// applicationSet makes an Application of each labelled pull request.
func (pl plan) applicationSet() object {
	spec := mapOf(
		"goTemplate", true,
		"goTemplateOptions", listOf("missingkey=error"),
		"generators", listOf(mapOf("pullRequest", pl.pullRequest())),
	)
	if pl.Image != "" {
		// Image Updater writes into the Application what the ApplicationSet would take out again.
		where := map[string]string{"kustomize": "/spec/source/kustomize/images", "helm": "/spec/source/helm/parameters"}[pl.Source]
		spec.Content = append(spec.Content, mapOf("ignoreApplicationDifferences", listOf(mapOf("jsonPointers", listOf(where)))).Content...)
	}
	spec.Content = append(spec.Content, mapOf("template", mapOf(
		"metadata", pl.previewMetadata(),
		"spec", mapOf(
			"project", pl.Project, // never a placeholder
			"source", pl.source(),
			"destination", mapOf("server", pl.Server, "namespace", pl.Namespace),
			"syncPolicy", pl.syncPolicy(),
		),
	)).Content...)
	return pl.object("argoproj.io/v1alpha1", "ApplicationSet", pl.set, spec)
}

func (pl plan) previewMetadata() *yaml.Node {
	m := mapOf(
		"name", pl.preview,
		"labels", mapOf("app.kubernetes.io/name", pl.App, partOfLabel, pl.set),
		"finalizers", listOf(finalizer),
	)
	if annotations := pl.previewAnnotations(); len(annotations.Content) > 0 {
		m.Content = append(m.Content, nodeOf("annotations"), annotations)
	}
	return m
}

// source is the commit that the generator saw, not the branch.
func (pl plan) source() *yaml.Node {
	s := mapOf("repoURL", pl.Repo.URL, "targetRevision", "{{.head_sha}}", "path", pl.Path)
	switch pl.Source {
	case "plugin":
		plugin := mapOf()
		add(plugin, "name", pl.Plugin)
		plugin.Content = append(plugin.Content, mapOf("env", listOf(mapOf("name", pl.HostKey, "value", pl.Host))).Content...)
		s.Content = append(s.Content, nodeOf("plugin"), plugin)
	case "helm":
		s.Content = append(s.Content, nodeOf("helm"), mapOf("parameters", listOf(mapOf("name", pl.HostKey, "value", pl.Host))))
	default:
		// With force, since the overlay may have a sample value under the same key.
		s.Content = append(s.Content, nodeOf("kustomize"), mapOf("commonAnnotations", mapOf(pl.HostKey, pl.Host), "forceCommonAnnotations", true))
	}
	return s
}

func (pl plan) syncPolicy() *yaml.Node {
	return mapOf(
		"automated", mapOf("prune", true, "selfHeal", true),
		"syncOptions", listOf("CreateNamespace=true"),
		"managedNamespaceMetadata", mapOf(
			"labels", mapOf("pod-security.kubernetes.io/enforce", pl.PodSecurity),
			// Argo CD deletes a namespace that it made only if this mark is on it.
			"annotations", mapOf("argocd.argoproj.io/tracking-id", pl.preview+":/Namespace:/"+pl.Namespace),
		),
	)
}
