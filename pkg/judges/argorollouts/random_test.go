package argorollouts

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	"sigs.k8s.io/yaml"
)

// TestRandomDeployments: whatever the Deployment and the config, Argo takes what
// comes out, nothing of the Deployment is lost, and twice is once.
func TestRandomDeployments(t *testing.T) {
	const seed1, seed2, deployments = 2021, 1266, 100
	g := gen{rand.New(rand.NewPCG(seed1, seed2))}
	failed := 0
	for i := range deployments {
		d := g.deployment(i)
		spec, route := g.config(d)
		input := append(g.app(t, d), route...)
		isGood := t.Run(d.Name, func(t *testing.T) {
			out := convert(t, spec, input)
			why := fmt.Sprintf("%s\n%s\n%s", spec, input, out)
			require.NoError(t, judge(out), why)
			require.NoError(t, judgeAgainst(input, out), why)
			require.NoError(t, judgeKept(input, out), why)
			require.Equal(t, string(out), string(convert(t, spec, out)), "twice is not once")
		})
		if failed += map[bool]int{false: 1}[isGood]; failed == 3 {
			t.Fatal("and so on")
		}
	}
}

// app is a Deployment with what there is around it.
func (g gen) app(t *testing.T, d *appsv1.Deployment) []byte {
	t.Helper()
	all := []any{d, g.service(d)}
	if d.Spec.Replicas == nil || g.maybe() {
		all = append(all, g.autoscaler(d))
	}
	g.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var out bytes.Buffer
	for _, obj := range all {
		data, err := yaml.Marshal(obj)
		require.NoError(t, err)
		_, _ = fmt.Fprintf(&out, "---\n%s", data)
	}
	return out.Bytes()
}
