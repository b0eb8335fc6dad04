package rolloutconvert

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkRouteTraffic wires one of a thousand Deployments of one namespace.
func BenchmarkRouteTraffic(b *testing.B) {
	var text strings.Builder
	for i := range 1000 {
		text.WriteString("---" + strings.ReplaceAll(apiService+httpRoute+wholeRule, ": api", fmt.Sprintf(": api%d", i)))
	}
	roots := anyDocuments(text.String())
	objects := objectsOf(roots)
	d := deployment{name: "api7", namespace: "shop", labels: map[string]string{"app": "api7"}}
	config := anyDocuments(`{canary: {trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {httpRoute: api7}}}}}`)[0]
	for b.Loop() {
		if _, changes, problems := routeTraffic(objects, d, bareCopy(config)); len(changes) != 1 || len(problems) > 0 {
			b.Fatal(told(problems))
		}
	}
}
