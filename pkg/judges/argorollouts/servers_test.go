package argorollouts

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/argoproj/argo-rollouts/metricproviders/datadog"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/utils/defaults"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// A situation is what the metrics of a canary say, or why they say nothing.
type situation string

const (
	errorsHigh situation = "errors high"
	errorsLow  situation = "errors low"
	noData     situation = "no data"          // no traffic
	tooFew     situation = "too few requests" // the query's guard cuts a series off
	longAgo    situation = "errors long ago"  // high in the long window, low in the short one
	justNow    situation = "errors just now"  // high in the short window alone
	notANumber situation = "NaN"              // 0/0
	serverDown situation = "HTTP 500"
	slow       situation = "slow"
)

// High is high as a share of requests, in percent, and as a rate at which an error
// budget burns; low is low as all three.
const high, low = "1000", "0"

// answers is the value of each series in a situation, for a query of two windows, the
// long one first. A query of one series has the first.
var answers = map[situation][2]string{
	errorsHigh: {high, high}, errorsLow: {low, low}, notANumber: {"NaN", "NaN"}, noData: {},
	tooFew: {"", high}, longAgo: {high, low}, justNow: {low, high},
}

// windows is what a query calls its series, if it has more than one.
var windows = regexp.MustCompile(`"window", *"(\w+)"`)

// serve starts a server that answers every query for one situation, as Prometheus
// and as Datadog do, and is its address.
func serve(t *testing.T, s situation) string {
	t.Helper()
	done := make(chan struct{})
	answering := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s == slow {
			select {
			case <-done:
			case <-r.Context().Done():
			}
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if s == serverDown {
			w.WriteHeader(http.StatusInternalServerError)
		}
		switch {
		case r.URL.Path == "/api/v2/query/scalar":
			_, _ = fmt.Fprint(w, datadogV2JSON(s))
		case r.URL.Path == "/api/v1/query" && r.Header.Get("DD-API-KEY") != "":
			_, _ = fmt.Fprint(w, datadogV1JSON(s))
		case r.URL.Path == "/api/v1/query":
			_, _ = fmt.Fprint(w, promJSON(s, r.FormValue("query")))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(answering.Close)
	t.Cleanup(func() { close(done) })
	return answering.URL
}

func promJSON(s situation, query string) string {
	if s == serverDown {
		return `{"status":"error","errorType":"internal","error":"expanding series: storage is not ready"}`
	}
	labels := []string{`{}`}
	if named := windows.FindAllStringSubmatch(query, 2); len(named) == 2 {
		labels = []string{fmt.Sprintf(`{"window":%q}`, named[0][1]), fmt.Sprintf(`{"window":%q}`, named[1][1])}
	}
	var series []string
	for i, metric := range labels {
		if value := answers[s][i]; value != "" {
			series = append(series, fmt.Sprintf(`{"metric":%s,"value":[1781000000.781,%q]}`, metric, value))
		}
	}
	return fmt.Sprintf(`{"status":"success","data":{"resultType":"vector","result":[%s]}}`, strings.Join(series, ","))
}

func datadogV2JSON(s situation) string {
	switch s {
	case serverDown:
		return `{"errors":["Internal Server Error"]}`
	case noData, tooFew, notANumber: // JSON has no NaN
		return `{"data":{"type":"scalar_response","attributes":{"columns":[{"name":"formula1","values":[null],"type":"number","meta":{"unit":null}}]}}}`
	}
	return fmt.Sprintf(`{"data":{"type":"scalar_response","attributes":{"columns":[{"name":"formula1","values":[%s],"type":"number","meta":{"unit":null}}]}}}`, answers[s][0])
}

func datadogV1JSON(s situation) string {
	switch s {
	case serverDown:
		return `{"errors":["Internal Server Error"]}`
	case noData, tooFew, notANumber:
		return `{"status":"ok","res_type":"time_series","series":[],"from_date":1781000000000,"to_date":1781000300000,"query":"q"}`
	}
	return fmt.Sprintf(`{"status":"ok","res_type":"time_series","series":[{"pointlist":[[1781000000000,%s]],"length":1,"scope":"*"}]}`, answers[s][0])
}

// datadogKeys is the Secret that a metric takes its keys from, with the address.
func datadogKeys(metric v1alpha1.Metric, address string) *corev1.Secret {
	ref := metric.Provider.Datadog.SecretRef
	secret := &corev1.Secret{
		ObjectMeta: metav1.ObjectMeta{Name: ref.Name, Namespace: defaults.Namespace()},
		Data: map[string][]byte{
			datadog.DatadogApiKey: []byte("key"), datadog.DatadogAppKey: []byte("app"), datadog.DatadogAddress: []byte(address),
		},
	}
	if ref.Name == "" {
		secret.Name = datadog.DatadogTokensSecretName
	}
	if ref.Namespaced {
		secret.Namespace = metav1.NamespaceDefault
	}
	return secret
}
