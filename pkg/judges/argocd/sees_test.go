package argocd

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// A break is a right manifest with one text in the place of another.
type spoilt struct{ old, new, says string }

// TestTheJudgesSee: judges that let everything pass are worth nothing.
func TestTheJudgesSee(t *testing.T) {
	right := string(crd.Tree(t, goldens+"/a-label-makes-an-environment/expected"))
	for name, tc := range broken {
		t.Run(name, func(t *testing.T) {
			require.Contains(t, right, tc.old)
			s, err := judge([]byte(strings.Replace(right, tc.old, tc.new, 1)))
			if err == nil {
				_, err = s.render(12)
			}
			require.ErrorContains(t, err, tc.says)
		})
	}
}

var broken = map[string]spoilt{
	"an unknown field in a project":       {"  sourceRepos:", "  sourceRepo:", `unknown field "spec.sourceRepo"`},
	"an unknown field in a set":           {"goTemplateOptions:", "goTemplateOption:", `unknown field "spec.goTemplateOption"`},
	"an unknown field in a template":      {"selfHeal:", "selfheal:", `unknown field "spec.template.spec.syncPolicy.automated.selfheal"`},
	"an unknown field in an updater":      {"useAnnotations:", "useAnnotation:", `unknown field "spec.applicationRefs[0].useAnnotation"`},
	"the field that 1.2 took away":        {"  applicationRefs:", "  namespace: argocd\n  applicationRefs:", `unknown field "spec.namespace"`},
	"a label that is a list":              {"        labels:\n        - preview", "        labels: preview", "labels"},
	"a template without project":          {"      project: previews\n", "", "project"},
	"a destination twice":                 {"  clusterResourceWhitelist", "  - {server: https://kubernetes.default.svc, namespace: \"shop-pr-[0-9]*\"}\n  clusterResourceWhitelist", "already added"},
	"no name":                             {"kind: AppProject\nmetadata:\n  name: previews", "kind: AppProject\nmetadata:\n  name: Previews", "a lowercase RFC 1123 subdomain"},
	"two projects":                        {"\nkind: ApplicationSet", "\nkind: AppProject\nmetadata: {name: b}\nspec: {}\n---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet", "there is another one"},
	"a project of the author's choice":    {"project: previews\n", "project: '{{.branch}}'\n", "has what the author of the pull request wrote"},
	"a namespace of the author's choice":  {"namespace: shop-pr-{{.number}}\n", "namespace: shop-{{.branch_slug}}\n", "the project permits its own destination: false"},
	"a host of the author's choice":       {"preview-host: shop-{{.number}}", "preview-host: shop-{{.branch}}", "has what the author of the pull request wrote"},
	"a parameter that is not there":       {"preview-host: shop-{{.number}}", "preview-host: shop-{{.numer}}", "map has no entry for key"},
	"the other sort of placeholders":      {"preview-host: shop-{{.number}}", "preview-host: shop-{{number}}", `function "number" not defined`},
	"placeholders without templates":      {"  goTemplate: true\n", "", "has what nobody filled in"},
	"another project":                     {"      project: previews\n", "      project: default\n", `is in the project "default"`},
	"a branch instead of a commit":        {"targetRevision: '{{.head_sha}}'", "targetRevision: main", `is at "main"`},
	"all previews at one host":            {"preview-host: shop-{{.number}}.preview", "preview-host: shop_{{.number}}.preview", "host \"shop_12.preview"},
	"a project for every namespace":       {"    namespace: shop-pr-[0-9]*", "    namespace: '*'", "the project permits the namespace kube-system: true"},
	"a project for namespaces like it":    {"    namespace: shop-pr-[0-9]*", "    namespace: shop-*", "the project permits the namespace shop-production: true"},
	"a project for every cluster":         {"  - server: https://kubernetes.default.svc", "  - server: '*'", "the project permits another cluster: true"},
	"a project for every repository":      {"  - https://github.com/example/shop.git", "  - '*'", "attacker/shop.git: true"},
	"a project for every Namespace":       {"    name: shop-pr-[0-9]*\n", "", "the project permits another Namespace: true"},
	"a project that makes no Namespace":   {"    kind: Namespace", "    kind: Node", "the project permits its own Namespace: false"},
	"a project for what is the cluster's": {"  - group: \"\"\n    kind: Namespace\n    name: shop-pr-[0-9]*", "  - {group: '*', kind: '*'}", "the project permits a ClusterRole: true"},
	"a project that deploys by Argo CD":   {"    kind: Application\n", "    kind: Workflow\n", "the project permits an Application: true"},
	"a project that grants rights":        {"    kind: RoleBinding\n", "    kind: Roles\n", "the project permits a RoleBinding: true"},
	"a project without workloads":         {"  namespaceResourceBlacklist", "  namespaceResourceWhitelist", "the project permits a Deployment: false"},
	"images by build time":                {"update-strategy: alphabetical", "update-strategy: newest-build", `images are ordered by "newest-build"`},
	"another pull request's images":       {"regexp:^pr-{{.number}}-[0-9]{14}$", "regexp:^pr-[0-9]+-[0-9]{14}$", "takes pr-121-20260107101500: true"},
	"tags without end":                    {"[0-9]{14}$", "", "takes pr-12-latest: true"},
	"a pattern that finds nothing":        {"namePattern: shop-pr-*", "namePattern: shop-mr-*", "the ImageUpdater does not find the Application"},
	"an updater without annotations":      {"    useAnnotations: true\n", "", "the ImageUpdater does not find the Application"},
}
