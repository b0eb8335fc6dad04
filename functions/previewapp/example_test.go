package previewapp_test

import (
	"fmt"
	"strings"

	"github.com/kurumi-krm/kurumi/functions/previewapp"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func Example() {
	config := &krm.Source{Name: "preview-app.yaml", Data: []byte(`
apiVersion: kurumi.dev/v1alpha1
kind: PreviewApp
metadata:
  name: shop
spec:
  app: shop
  project: previews
  repo: {provider: github, owner: example, name: shop}
  path: k8s/overlays/staging
  host: "shop-{{number}}.preview.example.com"
  notifications: {triggers: []}
`)}
	files, results, err := previewapp.Function.ProcessFiles(config, []krm.Source{{Name: "previews.yaml"}}, krm.Options{})
	_, set, _ := strings.Cut(string(files[0].Data), "\n---\n")
	fmt.Print(set)
	fmt.Println(results, err)
	// Output:
	// apiVersion: argoproj.io/v1alpha1
	// kind: ApplicationSet
	// metadata:
	//   name: shop-previews
	//   namespace: argocd
	//   labels:
	//     app.kubernetes.io/managed-by: kurumi
	//     app.kubernetes.io/part-of: shop-previews
	//   annotations:
	//     kurumi.dev/generated-by: preview-app
	// spec:
	//   goTemplate: true
	//   goTemplateOptions:
	//   - missingkey=error
	//   generators:
	//   - pullRequest:
	//       github:
	//         owner: example
	//         repo: shop
	//         labels:
	//         - preview
	//       requeueAfterSeconds: 60
	//   template:
	//     metadata:
	//       name: shop-pr-{{.number}}
	//       labels:
	//         app.kubernetes.io/name: shop
	//         app.kubernetes.io/part-of: shop-previews
	//       finalizers:
	//       - resources-finalizer.argocd.argoproj.io
	//     spec:
	//       project: previews
	//       source:
	//         repoURL: https://github.com/example/shop.git
	//         targetRevision: '{{.head_sha}}'
	//         path: k8s/overlays/staging
	//         kustomize:
	//           commonAnnotations:
	//             preview-host: shop-{{.number}}.preview.example.com
	//           forceCommonAnnotations: true
	//       destination:
	//         server: https://kubernetes.default.svc
	//         namespace: shop-pr-{{.number}}
	//       syncPolicy:
	//         automated:
	//           prune: true
	//           selfHeal: true
	//         syncOptions:
	//         - CreateNamespace=true
	//         managedNamespaceMetadata:
	//           labels:
	//             pod-security.kubernetes.io/enforce: baseline
	//           annotations:
	//             argocd.argoproj.io/tracking-id: shop-pr-{{.number}}:/Namespace:/shop-pr-{{.number}}
	// [info: AppProject argocd/previews: is new info: ApplicationSet argocd/shop-previews: is new] <nil>
}
