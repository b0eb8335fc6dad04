package previewapp

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// providers are those that Argo CD's pull request generator knows, and settings are
// what stands beside them.
var (
	providers = []string{"azuredevops", "bitbucket", "bitbucketServer", "gitea", "github", "gitlab"}
	settings  = []string{"continueOnRepoNotFoundError", "filters", "requeueAfterSeconds", "values"}
)

// generator is Argo CD's own block, which passes through as it stands. Here it is
// checked for what would take the fence down.
func (ch checker) generator() {
	tell := ch.of("generator", "")
	if ch.cfg.Label != "" {
		ch.say("label", ch.cfg.Label, "goes with repo; a generator has its labels in its provider's block")
	}
	if ch.cfg.Repo.Provider != "" {
		ch.say("repo.provider", ch.cfg.Repo.Provider, "stands beside a generator; one of them says where the pull requests are")
	}
	ch.repoURL()
	root := ch.cfg.Generator.YNode()
	if root.Kind != yaml.MappingNode {
		tell("is no pull request generator of Argo CD, as in gitea: {…}")
		return
	}
	var found []string
	for i := 0; i < len(root.Content); i += 2 {
		switch name := root.Content[i].Value; {
		case slices.Contains(providers, name):
			found = append(found, name)
		case name == "template":
			ch.say("generator.template", "", "would override what is generated, the project too; take it out")
		case !slices.Contains(settings, name):
			ch.say("generator."+name, "", "is unknown to Argo CD's pull request generator, which has %s", strings.Join(slices.Concat(providers, settings), ", "))
		}
	}
	if len(found) != 1 {
		tell("needs one provider, and has %d: one of %s", len(found), strings.Join(providers, ", "))
		return
	}
	labels := manifest.Field(manifest.Field(root, found[0]), "labels")
	filters := manifest.Field(root, "filters")
	if (labels == nil || len(labels.Content) == 0) && (filters == nil || len(filters.Content) == 0) {
		tell("would make a preview of every open pull request; give it %s.labels, or filters", found[0])
	}
}

// pullRequest is the ApplicationSet's generator.
func (pl plan) pullRequest() *yaml.Node {
	if pl.Generator != nil {
		return pl.Generator.YNode()
	}
	r := pl.Repo
	var block *yaml.Node
	if r.Provider == "github" {
		block = mapOf("owner", r.Owner, "repo", r.Name)
	} else {
		block = mapOf("project", r.project())
	}
	add(block, "api", r.API)
	if r.TokenRef != nil {
		block.Content = append(block.Content, mapOf("tokenRef", mapOf("secretName", r.TokenRef.SecretName, "key", r.TokenRef.Key)).Content...)
	}
	add(block, "appSecretName", r.AppSecretName)
	if r.Provider == "gitlab" {
		add(block, "pullRequestState", "opened") // or merged ones would keep their previews
	}
	block.Content = append(block.Content, mapOf("labels", listOf(pl.Label)).Content...)
	return mapOf(r.Provider, block, "requeueAfterSeconds", 60)
}

// at is the field path of a list's element.
func at(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
