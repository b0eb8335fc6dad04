package previewapp

import "sigs.k8s.io/kustomize/kyaml/yaml"

const (
	updater  = "argocd-image-updater.argoproj.io/"
	notifier = "notifications.argoproj.io/subscribe."
)

// previewAnnotations are what Image Updater and Notifications read on each
// Application.
func (pl plan) previewAnnotations() *yaml.Node {
	m := mapOf()
	if pl.Image != "" {
		// The newest by its name, which has the time in it. By build time, a revert that rebuilds to an old digest counts as
		// old, and is never deployed.
		add(m, updater+"image-list", "app="+pl.Image)
		add(m, updater+"app.update-strategy", "alphabetical")
		add(m, updater+"app.allow-tags", "regexp:^pr-"+number+"-[0-9]{14}$")
		if pl.Source == "helm" {
			add(m, updater+"app.helm.image-name", pl.ImageParameters.Name)
			add(m, updater+"app.helm.image-tag", pl.ImageParameters.Tag)
		}
		add(m, updater+"write-back-method", "argocd") // a preview leaves no commits
	}
	if pl.Notifications != nil {
		for _, trigger := range pl.Notifications.Triggers {
			m.Content = append(m.Content, nodeOf(notifier+trigger+"."+pl.Notifications.Service), nodeOf(""))
		}
	}
	return m
}

// imageUpdater tells Image Updater 1.x where to look. Which tags are meant differs
// from one pull request to the next, and so stands on the Applications.
func (pl plan) imageUpdater() object {
	return pl.object("argocd-image-updater.argoproj.io/v1alpha1", "ImageUpdater", pl.set, mapOf(
		"applicationRefs", listOf(mapOf(
			"namePattern", pl.App+"-pr-*",
			"labelSelectors", mapOf("matchLabels", mapOf(partOfLabel, pl.set)),
			"useAnnotations", true,
		)),
	))
}
