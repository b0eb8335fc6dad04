package rolloutconvert

import (
	"fmt"
	"strings"
	"time"
)

// Where metrics come from.
const (
	prometheus      = "prometheus"
	datadog         = "datadog"
	cloudMonitoring = "cloudMonitoring" // answers PromQL

	sourceHTTP          = "http"
	sourceIngressNginx  = "ingressNginx"
	sourceIstio         = "istio"
	sourceOpenTelemetry = "openTelemetry"
)

// promQL counts the requests to the canary's pods, and the failed ones. The names
// are those that the sources really have:
//
//   - http: what client libraries call it. namespace and pod are put on by whatever
//     finds the targets: the Prometheus operator, Google's PodMonitoring, and the
//     usual scrape config alike.
//   - ingressNginx: canary is the controller's name for the upstream that a canary
//     Ingress adds, <namespace>-<service>-<port>, and it is set for requests that went
//     there. namespace and service name the main Ingress' ones, and Prometheus often
//     renames them to exported_*.
//   - istio: the sidecar of the canary's pod counts what it received. The workload is
//     the Rollout for old and new pods alike, and no label has the pod template's hash.
//   - openTelemetry: the pod is a resource attribute, which Prometheus has as a label of
//     target_info alone, unless it is told otherwise.
var promQL = map[string]Query{
	sourceHTTP: {
		Errors: `increase(http_requests_total{namespace="{namespace}", pod=~"{canary}-.*", code=~"5.."}[{window}])`,
		Total:  `increase(http_requests_total{namespace="{namespace}", pod=~"{canary}-.*"}[{window}])`,
	},
	sourceIngressNginx: {
		Errors: `increase(nginx_ingress_controller_requests{canary=~"{namespace}-{canaryService}-.*", status=~"5.."}[{window}])`,
		Total:  `increase(nginx_ingress_controller_requests{canary=~"{namespace}-{canaryService}-.*"}[{window}])`,
	},
	sourceIstio: {
		Errors: `increase(istio_requests_total{reporter="destination", namespace="{namespace}", pod=~"{canary}-.*", response_code=~"5.."}[{window}])`,
		Total:  `increase(istio_requests_total{reporter="destination", namespace="{namespace}", pod=~"{canary}-.*"}[{window}])`,
	},
	sourceOpenTelemetry: {
		Errors: `increase(http_server_request_duration_seconds_count{http_response_status_code=~"5.."}[{window}])
and on (job, instance)
target_info{k8s_namespace_name="{namespace}", k8s_pod_name=~"{canary}-.*"}`,
		Total: `increase(http_server_request_duration_seconds_count[{window}])
and on (job, instance)
target_info{k8s_namespace_name="{namespace}", k8s_pod_name=~"{canary}-.*"}`,
	},
}

// datadogQL is the same for Datadog. APM's metrics have no tag of the pod: the
// version tells the canary apart there. The other metrics come with the pod's
// ReplicaSet, or as what the ingress controller calls its upstream.
var datadogQL = map[string]Query{
	sourceHTTP: {
		Errors: `sum:trace.http.request.errors{service:{service},version:{version}}.as_count()`,
		Total:  `sum:trace.http.request.hits{service:{service},version:{version}}.as_count()`,
	},
	sourceIngressNginx: {
		Errors: `sum:nginx_ingress.controller.requests{canary:{namespace}-{canaryService}-*,status:5*}.as_count()`,
		Total:  `sum:nginx_ingress.controller.requests{canary:{namespace}-{canaryService}-*}.as_count()`,
	},
	sourceIstio: {
		Errors: `sum:istio.mesh.request.count{reporter:destination,kube_namespace:{namespace},kube_replica_set:{canary},response_code:5*}.as_count()`,
		Total:  `sum:istio.mesh.request.count{reporter:destination,kube_namespace:{namespace},kube_replica_set:{canary}}.as_count()`,
	},
	sourceOpenTelemetry: {
		Errors: `count:http.server.request.duration{kube_namespace:{namespace},kube_replica_set:{canary},http.response.status_code:5*}.as_count()`,
		Total:  `count:http.server.request.duration{kube_namespace:{namespace},kube_replica_set:{canary}}.as_count()`,
	},
}

// byPod are the sources that know the canary by the names of its pods.
func (c *Analysis) byPod() bool {
	return c.Provider != datadog && c.Query == nil && c.source() != sourceIngressNginx
}

// queries are the built-in ones or what stands in their place, with placeholders.
func (c *Analysis) queries(env string) Query {
	switch {
	case c.Query != nil:
		return *c.Query
	case c.Provider != datadog:
		q := promQL[c.source()]
		if c.Service != "" && c.source() == sourceOpenTelemetry {
			// The job is <service.namespace>/<service.name>; it spares Prometheus the other applications.
			q.Errors = strings.Replace(q.Errors, "_count{", `_count{job=~"(.+/)?{service}", `, 1)
			q.Total = strings.Replace(q.Total, "_count[", `_count{job=~"(.+/)?{service}"}[`, 1)
		}
		return q
	}
	q := datadogQL[c.source()]
	if env != "" && c.source() == sourceHTTP {
		scoped := "{env:" + env + ",service:"
		q.Errors = strings.Replace(q.Errors, "{service:", scoped, 1)
		q.Total = strings.Replace(q.Total, "{service:", scoped, 1)
	}
	return q
}

func (c *Analysis) source() string {
	if c.Source == "" {
		return sourceHTTP
	}
	return c.Source
}

func (c *Analysis) minRequests() int64 {
	if c.MinRequests > 0 {
		return int64(c.MinRequests)
	}
	return defaultMinRequests
}

// defaultMinRequests keeps the first requests of a canary, which warm it up, from
// being taken for what it is like.
const defaultMinRequests = 10

// promShare is the share of failed requests in a window. It has no value, rather
// than 0 or a division by it, with too few requests. It is taken of at least the
// decisive number, so that a few failed requests never decide, but an outage of a
// canary that few people see still does.
func promShare(q Query, window time.Duration, least, decisive int64) string {
	total := promSum(q.Total, window) + fmt.Sprintf(" >= %d", least)
	if decisive > least {
		total = fmt.Sprintf("clamp_min(%s, %d)", total, decisive)
	} else {
		total = "(" + total + ")"
	}
	// With no failed request at all there is no series of them.
	return fmt.Sprintf("(%s or vector(0))\n/\n%s", promSum(q.Errors, window), total)
}

func promSum(query string, window time.Duration) string {
	return "sum(\n" + indent(fill(query, hours(window)), "  ") + "\n)"
}

// promBurn is the burn rates in both windows, as two samples, which a label keeps
// apart. The short window only has to have requests.
func promBurn(q Query, r burnRule, objective Share, least int64) string {
	rate := func(window time.Duration, name string, least, decisive int64) string {
		share := promShare(q, window, least, decisive) + "\n/\n" + budget(objective).fraction()
		return fmt.Sprintf("label_replace(\n%s,\n  \"window\", %q, \"\", \"\"\n)", indent(share, "  "), name)
	}
	return rate(r.long, "long", least, r.decisive(objective)) + "\nor\n" + rate(r.short, "short", 1, 1)
}

// datadogShare is promShare as a formula. cutoff_min leaves nothing of too few
// requests, and clamp_min alone would make something of nothing.
func datadogShare(least, decisive int64) string {
	if decisive <= least {
		return fmt.Sprintf("default_zero(errors) / cutoff_min(total, %d)", least)
	}
	return fmt.Sprintf("default_zero(errors) / clamp_min(total, %d) * cutoff_min(total, %d) / cutoff_min(total, %d)", decisive, least, least)
}

func indent(text, by string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(by+line, " \t\r")
	}
	return strings.Join(lines, "\n")
}
