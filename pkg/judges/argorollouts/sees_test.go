package argorollouts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestGood holds the judges against manifests that are right.
func TestGood(t *testing.T) {
	files, err := filepath.Glob("testdata/good/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) { require.NoError(t, judge(good(t, filepath.Base(file)))) })
	}
}

func good(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata/good", name))
	require.NoError(t, err)
	return data
}

// A break is a right manifest with one text in the place of another.
type spoilt struct{ in, old, new, says string }

// TestTheJudgesSee: judges that let everything pass are worth nothing.
func TestTheJudgesSee(t *testing.T) {
	for _, broken := range []map[string]spoilt{brokenRollouts, brokenAnalyses, brokenRouting} {
		for name, tc := range broken {
			t.Run(name, func(t *testing.T) {
				right := string(good(t, tc.in))
				require.Contains(t, right, tc.old)
				err := judge([]byte(strings.Replace(right, tc.old, tc.new, 1)))
				require.ErrorContains(t, err, tc.says)
			})
		}
	}
}

const twoSteps = "setWeight: 10\n"

var brokenRollouts = map[string]spoilt{
	"a weight over 100":                  {"plain.yaml", twoSteps, "setWeight: 101\n", "SetWeight needs to be between 0 and 100"},
	"a weight below 0":                   {"plain.yaml", twoSteps, "setWeight: -1\n", "SetWeight needs to be between 0 and 100"},
	"a weight that is a text":            {"plain.yaml", twoSteps, "setWeight: 10%\n", "must be of type integer"},
	"two kinds in one step":              {"plain.yaml", twoSteps, twoSteps + "        pause: {}\n", "Step must have one of the following set"},
	"two kinds that Argo does not count": {"nginx.yaml", twoSteps, twoSteps + "        setCanaryScale: {replicas: 1}\n", "steps[1] is of 2 kinds"},
	"a step of no kind":                  {"plain.yaml", "setWeight: 10", "{}", "Step must have one of the following set"},
	"canary and blueGreen":               {"plain.yaml", "    canary:\n", "    blueGreen: {activeService: api}\n    canary:\n", "Multiple Strategies can not be listed"},
	"no strategy":                        {"reference.yaml", "    canary:", "    none:", "missing field '.spec.strategy.canary or .spec.strategy.blueGreen'"},
	"setCanaryScale without routing":     {"plain.yaml", "setWeight: 10", "setCanaryScale: {replicas: 1}", "SetCanaryScale requires TrafficRouting to be set"},
	"setHeaderRoute without routing":     {"plain.yaml", "setWeight: 10", "setHeaderRoute: {name: a}", "SetHeaderRoute requires TrafficRouting"},
	"setHeaderRoute with nginx":          {"nginx.yaml", "setWeight: 10", "setHeaderRoute: {name: a}", "SetHeaderRoute requires TrafficRouting"},
	"setMirrorRoute with nginx":          {"nginx.yaml", "setWeight: 10", "setMirrorRoute: {name: a}", "SetMirrorRoute requires TrafficRouting"},
	"setHeaderRoute unmanaged":           {"istio.yaml", "setWeight: 10", "setHeaderRoute: {name: a}", "missing field 'spec.strategy.canary.trafficRouting.managedRoutes'"},
	"dynamicStableScale without routing": {"plain.yaml", "maxSurge", "dynamicStableScale: true\n      maxSurge", "dynamicStableScale can only be used with traffic routing"},
	"scaleDownDelay without routing":     {"plain.yaml", "maxSurge", "scaleDownDelaySeconds: 3\n      maxSurge", "scaleDownDelaySeconds can only be used with traffic routing"},
	"both of what excludes each other":   {"nginx.yaml", "steps:", "scaleDownDelaySeconds: 3\n      dynamicStableScale: true\n      steps:", "dynamicStableScale cannot be used with scaleDownDelaySeconds"},
	"a duration in days":                 {"plain.yaml", "duration: 2h", "duration: 2d", "Duration needs to be greater than 0"},
	"a duration below 0":                 {"plain.yaml", "duration: 2h", "duration: -2", "Duration needs to be greater than 0"},
	"a duration that is a fraction":      {"plain.yaml", "duration: 2h", "duration: 1.5", "must be of type integer"},
	"a pause of no time":                 {"plain.yaml", "duration: 2h", "duration: 0s", "steps[1] pauses for no time"},
	"neither surge nor unavailable":      {"plain.yaml", "maxSurge: 25%", "maxSurge: 0%", "MaxSurge and MaxUnavailable both can not be zero"},
	"an unknown field":                   {"plain.yaml", "maxSurge", "maxsurge", `unknown field "spec.strategy.canary.maxsurge"`},
	"an unknown field in a container":    {"plain.yaml", "image:", "images: {}\n        image:", `unknown field "spec.template.spec.containers[0].images"`},
	"a key twice":                        {"plain.yaml", "replicas: 10", "replicas: 10\n  replicas: 10", `key "replicas" already set`},
	"a field of a Deployment":            {"plain.yaml", "    canary:\n", "    type: RollingUpdate\n    canary:\n", `unknown field "spec.strategy.type"`},
	"a selector that does not match":     {"plain.yaml", "matchLabels: {app: api}", "matchLabels: {app: web}", "`selector` does not match template `labels`"},
	"no selector":                        {"plain.yaml", "  selector:\n    matchLabels: {app: api}\n", "", "missing field '.spec.selector'"},
	"an empty selector":                  {"plain.yaml", "matchLabels: {app: api}", "matchLabels: {}", "empty selector is invalid"},
	"a pod that ends":                    {"plain.yaml", "      containers:", "      restartPolicy: Never\n      containers:", "restartPolicy"},
	"a port twice":                       {"plain.yaml", "image: ", "ports: [{containerPort: 80, name: a}, {containerPort: 81, name: a}]\n        image: ", "Duplicate value"},
	"a deadline before it is ready":      {"plain.yaml", "replicas: 10", "replicas: 10\n  minReadySeconds: 600", "must be greater than minReadySeconds"},
	"replicas below 0":                   {"plain.yaml", "replicas: 10", "replicas: -1", "must be greater than or equal to 0"},
	"a name that is none":                {"plain.yaml", "name: api\nspec:\n  replicas", "name: Api\nspec:\n  replicas", "a lowercase RFC 1123 subdomain"},
	"an apiVersion that is not there":    {"plain.yaml", "argoproj.io/v1alpha1\nkind: Rollout", "argoproj.io/v1\nkind: Rollout", "no CRD for argoproj.io/v1"},
	"a scaler that finds nothing":        {"plain.yaml", "kind: Rollout, name: api", "kind: Rollout, name: web", `HorizontalPodAutoscaler api: Rollout "web" not found`},
	"a scaler of another version":        {"plain.yaml", "argoproj.io/v1alpha1, kind", "apps/v1, kind", `a Rollout of "apps/v1"`},
	"a reference with a template":        {"reference.yaml", "  strategy:", "  template: {metadata: {labels: {a: b}}}\n  strategy:", "template must be empty for workload reference rollout"},
	"a reference to nothing":             {"reference.yaml", "name: api, scaleDown", "name: web, scaleDown", `workloadRef: Deployment "web" not found`},
	"a reference to a StatefulSet":       {"reference.yaml", "kind: Deployment, name", "kind: StatefulSet, name", "workloadRef to apps/v1 StatefulSet"},
	"a reference with a wrong selector":  {"reference.yaml", "  workloadRef", "  selector: {matchLabels: {app: web}}\n  workloadRef", "`selector` does not match template `labels`"},
	"two of one name":                    {"reference.yaml", "---\n", "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\n---\n", `Deployment "api" is there twice`},
}

var brokenAnalyses = map[string]spoilt{
	"a template that is not there":         {"plain.yaml", "templateName: api", "templateName: web", `AnalysisTemplate "web" not found`},
	"a cluster template that is not there": {"plain.yaml", "templateName: once", "templateName: twice", `ClusterAnalysisTemplate "twice" not found`},
	"an argument that is not given":        {"plain.yaml", "- name: hash\n", "- name: hsah\n", "args.hash was not resolved"},
	"an argument from nowhere":             {"plain.yaml", "podTemplateHashValue: Latest", "fieldRef: {fieldPath: spec.nothing}", "invalid path spec.nothing in rollout"},
	"a number as argument":                 {"plain.yaml", "value: api}", "value: 5}", "must be of type string"},
	"a placeholder that nobody fills":      {"plain.yaml", "{{args.service}}", "{{args.sevrice}}", "failed to resolve {{args.sevrice}}"},
	"an analysis that never starts":        {"plain.yaml", "startingStep: 1", "startingStep: 3", "startingStep 3 is after the last of 3 steps"},
	"no metrics":                           {"plain.yaml", "  - name: errors", "  unknown:\n  - name: errors", "no metrics specified"},
	"no provider":                          {"bluegreen.yaml", "provider:\n      prometheus: {", "provider: {}\n    none: {", "no provider specified"},
	"two providers":                        {"plain.yaml", "      datadog:", "      prometheus: {address: http://a}\n      datadog:", "multiple providers specified"},
	"an interval without unit":             {"plain.yaml", "interval: 1m", `interval: "60"`, "invalid interval string"},
	"a count without interval":             {"bluegreen.yaml", "count: 1", "count: 2", "interval must be specified when count > 1"},
	"a step that never ends":               {"plain.yaml", "    count: 3\n", "", "which runs indefinitely"},
	"a promotion that never comes":         {"bluegreen.yaml", "count: 1", "interval: 1m", "which runs indefinitely"},
	"too high a limit":                     {"plain.yaml", "inconclusiveLimit: 3", "inconclusiveLimit: 4", "count must be >= inconclusiveLimit"},
	"a limit below 0":                      {"plain.yaml", "inconclusiveLimit: 1000000", "consecutiveErrorLimit: -1", "consecutiveErrorLimit must be >= 0"},
	"two metrics of one name":              {"plain.yaml", "  metrics:\n", "  metrics:\n  - {name: errors, provider: {web: {url: http://a}}}\n", "two metrics have the same name 'errors'"},
	"an unguarded result":                  {"plain.yaml", "len(result) > 0 && result[0] <=", "result[0] <=", "no data returned from the metric provider"},
	"an unguarded Datadog result":          {"plain.yaml", "default(result, -1) > 0.5", "result > 0.5", "no data returned from the metric provider"},
	"a Datadog result guarded too late":    {"plain.yaml", "default(result, -1) > 0.5", "result != nil && result > 0.5", "no data returned from the metric provider"},
	"a condition that is none":             {"plain.yaml", "result[0] <= 0.01", "result[0] =< 0.01", "could not evaluate successCondition"},
	"a condition for a scalar":             {"plain.yaml", "len(result) > 0 && result[0] <=", "result <=", "mismatched types"},
	"no address":                           {"plain.yaml", "        address: http://prometheus.monitoring:9090\n", "", "prometheus address is not configured"},
	"an address that is no URL":            {"plain.yaml", "address: http://", "address: ", "prometheus address is not is url format"},
	"a timeout with a unit":                {"plain.yaml", "        query: errors", "        timeout: 30s\n        query: errors", "must be of type integer"},
	"a formula for v1":                     {"plain.yaml", "        apiVersion: v2\n", "", "API Version v1 only supports using the query parameter"},
	"an aggregator that is not there":      {"plain.yaml", "formula: a / 1000", "aggregator: total", "supported values"},
	"several queries and no formula":       {"plain.yaml", "{a: \"sum:latency{*}\"}\n        formula: a / 1000", "{a: x, b: z}", "you must include a formula"},
	"a formula without queries":            {"plain.yaml", "queries: {a: \"sum:latency{*}\"}", "query: x", "Formula are only valid when queries are set"},
}

var brokenRouting = map[string]spoilt{
	"no canary Service":                 {"nginx.yaml", "      canaryService: api-canary\n", "", "Canary service and Stable service must to be set"},
	"no stable Service":                 {"istio.yaml", "      stableService: api\n", "", "Canary service and Stable service must to be set"},
	"one Service for both":              {"nginx.yaml", "canaryService: api-canary", "canaryService: api", "two different services are required"},
	"a Service that is not there":       {"nginx.yaml", "name: api-canary\nspec", "name: api-preview\nspec", `CanaryService: Service "api-canary" not found`},
	"a Service for other pods":          {"nginx.yaml", "selector: {app: api}", "selector: {app: web}", `has unmatch label "app" in rollout`},
	"a Service for no pods":             {"nginx.yaml", "selector: {app: api}", "selector: {}", "the Service api of Rollout api selects nothing"},
	"a Service of another Rollout":      {"nginx.yaml", "name: api\nspec", "name: api\n  annotations: {argo-rollouts.argoproj.io/managed-by-rollouts: web}\nspec", "is managed by another Rollout"},
	"one Service for active, preview":   {"bluegreen.yaml", "previewService: api-canary", "previewService: api", "two different services are required"},
	"no active Service":                 {"bluegreen.yaml", "      activeService: api\n", "", "activeService: Required value"},
	"no Ingress":                        {"nginx.yaml", "stableIngress: api", "annotationPrefix: a", "Neither are configured"},
	"two sorts of Ingress":              {"nginx.yaml", "stableIngress: api", "stableIngress: api, stableIngresses: [api]", "Both are configured"},
	"an Ingress that is not there":      {"nginx.yaml", "stableIngress: api", "stableIngress: web", `Ingress "web" not found`},
	"an Ingress to something else":      {"nginx.yaml", "service: {name: api,", "service: {name: web,", "has no rules using service api backend"},
	"an Ingress rule without paths":     {"nginx.yaml", "  rules:\n", "  rules:\n  - host: b.example.com\n", "has no http"},
	"an Ingress to a bucket":            {"nginx.yaml", "service: {name: api, port: {number: 80}}", "resource: {kind: Bucket, name: a}", "has no Service"},
	"a top weight that ALB cannot make": {"alb.yaml", "alb: {", "maxTrafficWeight: 200\n        alb: {", "only supported in Nginx and Plugins"},
	"no port for ALB":                   {"alb.yaml", ", servicePort: 80", "", "servicePort: Required value"},
	"a port that ALB does not annotate": {"alb.yaml", "{name: use-annotation}", "{number: 80}", "is not use-annotation"},
	"an ALB Ingress to something else":  {"alb.yaml", "service: {name: api,", "service: {name: web,", "has no rules using service api backend"},
	"no VirtualService":                 {"istio-subsets.yaml", "          virtualService: {name: api}\n", "", "either VirtualService or VirtualServices must be configured"},
	"a VirtualService not there":        {"istio.yaml", "{name: api, routes", "{name: web, routes", `VirtualService "web" not found`},
	"a route that is not there":         {"istio.yaml", "routes: [main]", "routes: [mian]", "HTTP Route 'mian' is not found"},
	"two routes and none named":         {"istio.yaml", "name: main\n", "name: main\n    route: []\n  - name: other\n", "Canary Service 'api-canary' not found in route"},
	"a route without the canary":        {"istio.yaml", "{host: api-canary}", "{host: web}", "Canary Service 'api-canary' not found in route"},
	"a route without the subset":        {"istio-subsets.yaml", "subset: canary}", "subset: web}", "Canary DestinationRule subset 'canary' not found in route"},
	"a subset without name":             {"istio-subsets.yaml", "canarySubsetName: canary, ", "", "canarySubsetName: Required value"},
	"no TraefikService":                 {"traefik.yaml", "weightedTraefikServiceName: api", "weightedTraefikServiceName: web", "not found"},
	"a TraefikService without canary":   {"traefik.yaml", "    - {name: api-canary, port: 80, weight: 0}\n", "", "traefik canary service was not found"},
	"an IngressRoute past it":           {"traefik.yaml", "kind: TraefikService, name: api", "name: api, port: 80", "goes to the Service api past the TraefikService"},
	"weights that are not 100":          {"istio.yaml", "weight: 0", "weight: 10", "the weights of a route are 110 together"},
	"no HTTPRoute":                      {"gateway.yaml", "httpRoute: api", "httpRoute: web", `HTTPRoute "web" not found`},
	"an HTTPRoute without canary":       {"gateway.yaml", "    - {name: api-canary, port: 80, weight: 0}\n", "", `no backendRef to the Service "api-canary"`},
	"no namespace for the plugin":       {"gateway.yaml", ", namespace: shop", "", "the Gateway API plugin needs a route and a namespace"},
	"no route for the plugin":           {"gateway.yaml", "httpRoute: api, ", "", "the Gateway API plugin needs a route and a namespace"},
	"pingPong with nginx":               {"nginx.yaml", "      steps:", "      pingPong: {pingService: api, pongService: api-canary}\n      steps:", "Ping-pong feature works with the ALB, Istio"},
}
