package prometheus

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/expr-lang/expr"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// A metric is what an AnalysisTemplate measures.
type metric struct {
	Name             string `json:"name"`
	SuccessCondition string `json:"successCondition"`
	FailureCondition string `json:"failureCondition"`
	Provider         struct {
		Prometheus struct {
			Query string `json:"query"`
		} `json:"prometheus"`
	} `json:"provider"`
}

// args is what Argo Rollouts puts in for a Rollout api in the namespace shop.
var args = strings.NewReplacer("{{args.namespace}}", "shop", "{{args.rollout}}", "api", "{{args.canary-hash}}", "abc123",
	"{{args.canary-service}}", "api-canary", "{{args.service-name}}", "api")

func TestQueriesGiveTheVerdictsThatArePromised(t *testing.T) {
	for source, c := range counters {
		for name, by := range map[string]string{"by the error rate": "errorRate: {max: 1%}", "by the error budget": "slo: {objective: 99.9%}"} {
			for _, m := range metrics(t, source, by) {
				for _, s := range situations {
					t.Run(strings.Join([]string{source, name, m.Name, s.name}, "/"), func(t *testing.T) {
						assert.Equal(t, s.want, m.verdict(t, s, c))
					})
				}
			}
		}
	}
}

// A judge that believes anything is none: without the guard for few requests, and
// without the canary's label, verdicts change.
func TestTheJudgeSees(t *testing.T) {
	for name, spoil := range map[string]struct {
		old, new, situation, got string
	}{
		"stable pods counted in":  {`pod=~"{{args.rollout}}-{{args.canary-hash}}-.*", `, "", "few errors, while stable pods have many", "Failed"},
		"no least number":         {">= 10", ">= 0", "no requests", "Successful"},
		"few requests weigh all":  {", 300)", ", 0)", "two failures of fourteen", "Failed"},
		"a hash that begins so":   {`-.*"`, `.*"`, "another ReplicaSet's errors, whose name begins alike", "Failed"},
		"only failures are known": {" or vector(0)", "", "few errors, while stable pods have many", "Inconclusive"},
	} {
		t.Run(name, func(t *testing.T) {
			m := metrics(t, "http", "errorRate: {max: 1%}")[0]
			require.Contains(t, m.Provider.Prometheus.Query, spoil.old)
			m.Provider.Prometheus.Query = strings.ReplaceAll(m.Provider.Prometheus.Query, spoil.old, spoil.new)
			for _, s := range situations {
				if s.name == spoil.situation {
					assert.Equal(t, spoil.got, m.verdict(t, s, counters["http"]))
					return
				}
			}
			require.Fail(t, "no such situation")
		})
	}
}

// metrics is what the function measures of a canary.
func metrics(t *testing.T, source, by string) []metric {
	t.Helper()
	config := fmt.Sprintf(`{apiVersion: kurumi.dev/v1alpha1, kind: RolloutConvert, spec: {
  canary: {soak: {weight: 50, duration: 2h}, canaryService: api-canary, stableService: api, trafficRouting: {nginx: {stableIngress: api}}},
  analysis: {provider: prometheus, address: "http://prometheus:9090", source: %s, %s}}}`, source, by)
	out, results, err := rolloutconvert.Function.ProcessFiles(&krm.Source{Name: "fn.yaml", Data: []byte(config)},
		[]krm.Source{{Name: "api.yaml", Data: []byte(application)}}, krm.Options{})
	require.NoError(t, err)
	for _, r := range results {
		require.NotEqual(t, krm.Error, r.Severity, r)
	}
	for doc := range strings.SplitSeq(string(out[0].Data), "\n---\n") {
		var template struct {
			Kind string
			Spec struct{ Metrics []metric }
		}
		require.NoError(t, yaml.Unmarshal([]byte(doc), &template))
		if template.Kind == "AnalysisTemplate" {
			require.NotEmpty(t, template.Spec.Metrics)
			return template.Spec.Metrics
		}
	}
	require.Fail(t, "no AnalysisTemplate")
	return nil
}

const application = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  replicas: 4
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api, image: ghcr.io/example/api}]}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {selector: {app: api}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: api, namespace: shop}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: api, port: {number: 80}}}}]}}]}
`

// verdict is what Argo Rollouts makes of a query's answer.
func (m metric) verdict(t *testing.T, s situation, c counter) string {
	t.Helper()
	storage := promqltest.LoadedStorage(t, "load 30s\n"+s.series(c))
	defer func() { assert.NoError(t, storage.Close()) }()
	engine := promql.NewEngine(promql.EngineOpts{MaxSamples: 1e8, Timeout: time.Minute})
	query, err := engine.NewInstantQuery(t.Context(), storage, nil, args.Replace(m.Provider.Prometheus.Query), time.Unix(0, 0).Add(s.at))
	require.NoError(t, err)
	defer query.Close()
	vector, err := query.Exec(t.Context()).Vector()
	require.NoError(t, err)
	result := []float64{}
	for _, sample := range vector {
		result = append(result, sample.F)
	}
	t.Log(m.Name, result)
	switch {
	case holds(t, m.FailureCondition, result):
		return "Failed"
	case holds(t, m.SuccessCondition, result):
		return "Successful"
	}
	return "Inconclusive"
}

func holds(t *testing.T, condition string, result []float64) bool {
	t.Helper()
	env := map[string]any{"result": result}
	program, err := expr.Compile(condition, expr.Env(env))
	require.NoError(t, err)
	value, err := expr.Run(program, env)
	require.NoError(t, err)
	ok, isBool := value.(bool)
	require.True(t, isBool)
	return ok
}
