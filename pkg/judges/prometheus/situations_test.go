package prometheus

import (
	"fmt"
	"time"
)

// The pods that have requests. The canary's ReplicaSet is api-abc123.
const (
	canary1 = "api-abc123-aaaaa"
	canary2 = "api-abc123-bbbbb"
	stable  = "api-old999-ccccc"
	alike   = "api-abc1234-ddddd" // of another ReplicaSet, whose hash begins like the canary's
)

// A counter writes the series of a pod's requests with a status, in the notation of
// Prometheus' tests: a sample each 30 seconds.
type counter func(pod, code, samples string) string

// counters are the metrics of each source, labelled as these label them.
var counters = map[string]counter{
	"http": func(pod, code, samples string) string {
		return fmt.Sprintf("  http_requests_total{namespace=\"shop\",pod=%q,code=%q,method=\"GET\"} %s\n", pod, code, samples)
	},
	"istio": func(pod, code, samples string) string {
		return fmt.Sprintf("  istio_requests_total{reporter=\"destination\",namespace=\"shop\",pod=%q,response_code=%q,source_workload=\"gateway\"} %s\n", pod, code, samples)
	},
	"ingressNginx": func(pod, code, samples string) string {
		canary := map[string]string{canary1: "shop-api-canary-80", canary2: "shop-api-canary-80"}[pod]
		return fmt.Sprintf("  nginx_ingress_controller_requests{namespace=\"ingress\",exported_namespace=\"shop\",canary=%q,status=%q,path=\"/%s\"} %s\n", canary, code, pod, samples)
	},
	"openTelemetry": func(pod, code, samples string) string {
		return fmt.Sprintf("  http_server_request_duration_seconds_count{job=\"shop/api\",instance=%q,http_response_status_code=%q} %s\n"+
			"  target_info{job=\"shop/api\",instance=%q,k8s_namespace_name=\"shop\",k8s_pod_name=%q} 1x400\n", pod, code, samples, pod, pod)
	},
}

// A situation is requests, and what is to be concluded from them at a time.
type situation struct {
	name   string
	series func(c counter) string
	at     time.Duration
	want   string
}

// situations are those that the page of rollout-convert promises a verdict for.
var situations = []situation{
	{"few errors, while stable pods have many", func(c counter) string {
		return c(canary1, "200", "0+30x400") + c(canary2, "200", "0+30x400") + c(stable, "500", "0+90x400")
	}, time.Hour, "Successful"},
	{"many errors, while stable pods have none", func(c counter) string {
		return c(canary1, "200", "0+30x400") + c(canary2, "503", "0+30x400") + c(stable, "200", "0+900x400")
	}, time.Hour, "Failed"},
	{"a quiet canary whose requests all fail", func(c counter) string { return c(canary1, "500", "0+3x400") }, 10 * time.Minute, "Failed"},
	{"no requests", func(c counter) string { return c(canary1, "200", "0+0x400") + c(stable, "500", "0+90x400") }, time.Hour, "Inconclusive"},
	{"no series", func(c counter) string { return c(stable, "500", "0+90x400") }, time.Hour, "Inconclusive"},
	{"fewer requests than count", func(c counter) string { return c(canary1, "500", "0 0 1 2 3 4 5 5x300") }, 4 * time.Minute, "Inconclusive"},
	{"two failures of fourteen", func(c counter) string {
		return c(canary1, "500", "0 0 1 2 2 2 2 2 2 2 2x300") + c(canary1, "200", "0 2 5 8 9 10 12 12 12 12 12x300")
	}, 4 * time.Minute, "Successful"},
	{"an incident that is over", func(c counter) string {
		return c(canary1, "500", "0+100x10 1000x390") + c(canary1, "200", "0+300x400")
	}, 40 * time.Minute, "Successful"},
	{"another ReplicaSet's errors, whose name begins alike", func(c counter) string {
		return c(canary1, "200", "0+30x400") + c(alike, "500", "0+30x400")
	}, time.Hour, "Successful"},
}
