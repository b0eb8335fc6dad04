// Package shop_test builds the shop as pull requests and production have it, and
// looks at what a deployment depends on.
package shop_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

func TestBothEnvironmentsRenderAsExpected(t *testing.T) {
	krmtest.GoldenFile(t, "expected/preview.yaml", overlay(t, "preview"))
	krmtest.GoldenFile(t, "expected/prod.yaml", overlay(t, "prod"))
}

// ofProduction is a host that production serves.
var ofProduction = regexp.MustCompile(`[a-z0-9.-]*\bshop\.example\.com`)

func TestAPreviewServesAndNamesNoHostOfProduction(t *testing.T) {
	before := ofProduction.FindAllString(render(t, "manifests/preview"), -1)
	assert.Subset(t, before, []string{"www.shop.example.com", "api.shop.example.com", "img.shop.example.com", "accounts.shop.example.com"})
	assert.Empty(t, ofProduction.FindAllString(overlay(t, "preview"), -1))
}

// Argo CD says in which namespace a pull request is, so that two of them differ in the
// host alone, and in no line of what is in git.
func TestPullRequestsDifferInTheirHost(t *testing.T) {
	for _, obj := range objects(t, overlay(t, "preview")) {
		assert.Empty(t, obj.GetNamespace(), "%s %s", obj.GetKind(), obj.GetName())
	}
	dir := t.TempDir()
	copyOverlay(t, "preview", dir, strings.NewReplacer("shop-12.", "shop-13."))
	assert.Equal(t, strings.ReplaceAll(overlay(t, "preview"), "shop-12.", "shop-13."), render(t, dir))
}

// Where plain kustomize finds kurumi under the name docker, as Argo CD's repo-server
// does, it builds the same.
func TestKustomizeBuildsTheSameWhereKurumiIsItsDocker(t *testing.T) {
	for _, name := range []string{"preview", "prod"} {
		assert.Equal(t, overlay(t, name), krmtest.BuildExample(t, "overlays/"+name))
	}
}

// The config file that goes into the image of a pull request names its hosts.
func TestTheImageOfAPullRequestNamesItsHosts(t *testing.T) {
	preview, err := filepath.Abs("overlays/preview")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	cmd := image.Command()
	var out strings.Builder
	cmd.SetOut(&out)
	cmd.SetArgs([]string{"dockerfile", "--workload", "web", "--out", "config", preview})
	require.NoError(t, cmd.Execute())
	assert.Equal(t, "COPY config/app/config/preview/web.yaml /app/config/preview/\nENV CONFIG_YAML_PATH=\"/app/config/preview/web.yaml\"\n", out.String())
	file, err := os.ReadFile("config/app/config/preview/web.yaml")
	require.NoError(t, err)
	assert.Equal(t, "title: The Shop\ncanonical: https://shop-12.preview.example.com\nanalytics: 1.0\n", string(file))
}

// What the pods read is in their images, and the pod templates say where.
func TestNoConfigIsLeftInTheCluster(t *testing.T) {
	for _, name := range []string{"preview", "prod"} {
		assert.Len(t, names(objects(t, render(t, "manifests/"+name)), "ConfigMap"), 6)
		rendered := overlay(t, name)
		for _, obj := range objects(t, rendered) {
			assert.NotEqual(t, "ConfigMap", obj.GetKind(), obj.GetName())
			manifest.References(obj.YNode(), nil, func(r manifest.Reference) {
				assert.NotEqual(t, "ConfigMap", r.Kind, "%s %s: %s", obj.GetKind(), obj.GetName(), r.At)
			})
		}
		assert.NotContains(t, rendered, "configMap:")
		assert.NotContains(t, rendered, "volumeMounts:")
		for _, app := range []string{"web", "api", "catalogue", "checkout", "payments", "search"} {
			path := "/app/config/" + name + "/" + app + ".yaml"
			assert.Contains(t, rendered, "kurumi.dev/baked: "+app+"-config/config.yaml="+path+"\n")
			assert.Contains(t, rendered, "- name: CONFIG_YAML_PATH\n          value: "+path+"\n")
		}
	}
}

// The secrets of TLS are cert-manager's. Every other one is sealed.
func TestEverySecretIsThere(t *testing.T) {
	for name, tls := range map[string]string{"preview": "preview-wildcard-tls", "prod": "shop-tls"} {
		all := objects(t, overlay(t, name))
		sealed := names(all, "SealedSecret")
		assert.Len(t, sealed, 3)
		used := map[string]bool{}
		for _, obj := range all {
			manifest.References(obj.YNode(), nil, func(r manifest.Reference) {
				switch {
				case r.Kind != "Secret":
					return
				case obj.GetKind() == "Ingress":
					assert.Equal(t, tls, r.Name)
				default:
					assert.Contains(t, sealed, r.Name, "%s %s: %s", obj.GetKind(), obj.GetName(), r.At)
				}
				used[r.Name] = true
			})
		}
		for _, secret := range append(sealed, tls) {
			assert.True(t, used[secret], "%s: nobody uses %s", name, secret)
		}
	}
}

// No private key is needed for them, in neither environment.
func TestSealedSecretsHaveTheirFinalNames(t *testing.T) {
	for name, strict := range map[string]bool{"preview": false, "prod": true} {
		for _, obj := range objects(t, render(t, "manifests/"+name)) {
			if obj.GetKind() != "SealedSecret" {
				continue
			}
			secret, problems := sealedsecret.Read(obj.YNode())
			require.Empty(t, problems, obj.GetName())
			want, _, final := secret.FinalName()
			assert.True(t, final, "%s: its name would be %s", obj.GetName(), want)
			assert.Equal(t, strict, secret.Label() != "", "%s of %s: strict", obj.GetName(), name)
		}
	}
}

// web and api are Rollouts, whose Services, analysis and autoscaler are there, and
// nothing is left that points at a Deployment that is gone.
func TestWhatCustomersMeetIsReleasedAsACanary(t *testing.T) {
	all := objects(t, overlay(t, "prod"))
	rollouts := names(all, "Rollout")
	assert.ElementsMatch(t, []string{"web", "api"}, rollouts)
	assert.Len(t, names(all, "Deployment"), 10)
	services, templates, ingresses := names(all, "Service"), names(all, "AnalysisTemplate"), names(all, "Ingress")
	for _, obj := range all {
		switch obj.GetKind() {
		case "Rollout":
			stable, canary := text(t, obj, "spec", "strategy", "canary", "stableService"), text(t, obj, "spec", "strategy", "canary", "canaryService")
			assert.Equal(t, obj.GetName(), stable)
			assert.NotEqual(t, stable, canary)
			assert.Subset(t, services, []string{stable, canary})
			assert.Contains(t, templates, text(t, obj, "spec", "strategy", "canary", "analysis", "templates", "0", "templateName"))
			assert.Contains(t, ingresses, text(t, obj, "spec", "strategy", "canary", "trafficRouting", "nginx", "stableIngress"))
		case "HorizontalPodAutoscaler":
			target := text(t, obj, "spec", "scaleTargetRef", "kind")
			assert.Contains(t, names(all, target), text(t, obj, "spec", "scaleTargetRef", "name"))
			assert.Equal(t, slices.Contains(rollouts, obj.GetName()), target == "Rollout", obj.GetName())
		}
	}
	assert.Empty(t, names(objects(t, overlay(t, "preview")), "Rollout"), "a pull request needs no canary")
}

// What the README shows of the result stands in it.
func TestREADMEShowsWhatIsThere(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	before := render(t, "manifests/preview") + render(t, "manifests/prod")
	after := overlay(t, "preview") + overlay(t, "prod")
	shown := 0
	for line := range strings.Lines(string(readme)) {
		switch {
		case strings.HasPrefix(line, "-  "):
			assert.Contains(t, "\n"+before, "\n"+line[1:])
			shown++
		case strings.HasPrefix(line, "+  "):
			assert.Contains(t, "\n"+after, "\n"+line[1:])
			shown++
		}
	}
	assert.Greater(t, shown, 10)
	for _, name := range regexp.MustCompile(`\b(db|mail|psp)-[2456789bcdfghkmt]{10}\b`).FindAllString(string(readme), -1) {
		assert.Contains(t, after, "name: "+name+"\n")
	}
}
