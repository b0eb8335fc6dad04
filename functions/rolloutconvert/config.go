package rolloutconvert

import (
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Config is the spec of a RolloutConvert.
type Config struct {
	// Which Deployments are converted; every one if not given.
	Selector manifest.Selector `json:"selector,omitzero"`
	// `replace` turns the Deployment into a Rollout; `reference` keeps it and adds a Rollout that takes its pod template
	// from it (`workloadRef`), which is the first step of a migration without downtime.
	Mode string `json:"mode,omitempty" enum:"replace,reference"`
	// With `reference`: when Argo Rollouts scales the Deployment down; `onsuccess` if not given.
	ScaleDown string `json:"scaleDown,omitempty" enum:"never,onsuccess,progressively"`
	// What to do with a Deployment that cannot be converted: `error`, or `leave` it with a warning.
	Unsupported string `json:"unsupported,omitempty" enum:"error,leave"`
	// Argo Rollouts' own canary strategy, passed through as it stands, and `soak` beside it: a shorthand
	// `{weight: 10, duration: 2h}` for the steps set weight, pause, promote.
	Canary *yaml.RNode `json:"canary,omitempty"`
	// Argo Rollouts' own blue-green strategy, passed through as it stands.
	BlueGreen *yaml.RNode `json:"blueGreen,omitempty"`
	// Makes an AnalysisTemplate that decides whether the canary goes on, and wires it into the strategy.
	Analysis *Analysis `json:"analysis,omitempty"`
}

// Analysis says what a canary is judged by.
type Analysis struct {
	// Where the metrics are. Others through `metrics`.
	Provider string `json:"provider,omitempty" enum:"prometheus,datadog,cloudMonitoring"`
	// The address of the Prometheus API, for `prometheus` and `cloudMonitoring`.
	Address string `json:"address,omitempty"`
	// The application's name in the metrics, where they have one: Datadog's service (the label `tags.datadoghq.com/service`
	// if not given), OpenTelemetry's job, and `{service}` in queries; the workload's name if not given.
	Service string `json:"service,omitempty"`
	// Which metrics the application, or what is in front of it, has: the names and labels that the queries use; `http` if
	// not given.
	Source string `json:"source,omitempty" enum:"http,ingressNginx,istio,openTelemetry"`
	// Judges by the share of failed requests of the canary.
	ErrorRate *ErrorRate `json:"errorRate,omitempty"`
	// Judges by how fast the canary burns the error budget.
	SLO *SLO `json:"slo,omitempty"`
	// Queries in the place of the built-in ones. Placeholders: `{service}`, `{namespace}`, `{workload}`, `{hash}` (of the
	// canary's pod template), `{canary}` (its ReplicaSet, `<rollout>-<hash>`), `{canaryService}`, `{version}` and `{window}`.
	Query *Query `json:"query,omitempty"`
	// The fewest requests within a window from which anything is concluded; 10 if not given.
	MinRequests int `json:"minRequests,omitempty"`
	// Argo Rollouts' own form: the metrics of the AnalysisTemplate as they stand.
	Metrics *yaml.RNode `json:"metrics,omitempty"`
}

// ErrorRate is a limit for the share of failed requests.
type ErrorRate struct {
	// The highest share that passes, as in `1%`.
	Max Share `json:"max" required:"true"`
}

// SLO is a service level objective.
type SLO struct {
	// The share of requests that succeed, as in `99.9%`.
	Objective Share `json:"objective" required:"true"`
	// The time over which the objective is promised, as in `30d`, which it is if not given.
	Window Duration `json:"window,omitempty"`
}

// Query is the parts of an error rate.
type Query struct {
	// The number of failed requests of the canary within {window}.
	Errors string `json:"errors" required:"true"`
	// The number of all requests of the canary within {window}.
	Total string `json:"total" required:"true"`
}

// Default fills in what is not given.
func (c *Config) Default() {
	c.Mode = "replace"
	c.Unsupported = "error"
}

// Validate judges what the types cannot. All mistakes are told in one go.
func (c *Config) Validate(p *krm.Pass) {
	if c.Selector.Check() != nil {
		p.Errorf(nil, krm.Field{Path: "spec.selector.labelSelector", Current: c.Selector.LabelSelector}, "is no label selector; write it as in app=shop,tier!=db")
	}
	if c.ScaleDown != "" && c.Mode == "replace" {
		p.Errorf(nil, krm.Field{Path: "spec.scaleDown", Current: c.ScaleDown}, "goes with mode: reference; mode: replace leaves no Deployment to scale down")
	}
	problems := checkStrategy(c)
	if c.Analysis != nil {
		problems = append(problems, c.Analysis.validate()...)
	}
	for _, pr := range problems {
		report := p.Errorf
		if pr.warning {
			report = p.Warnf
		}
		report(nil, krm.Field{Path: pr.path, Current: pr.current}, "%s", pr.message)
	}
}
