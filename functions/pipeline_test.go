package functions_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// A stage is a step of a random pipeline: a function with the config of one of its
// golden cases.
type stage struct {
	*krm.Function
	config string
}

// Random pipelines over random golden inputs: the result is byte for byte what the
// functions give one after the other, or neither gives any.
func TestPipelineIsItsFunctionsOneAfterTheOther(t *testing.T) {
	var cases []krmtest.Case
	var stages []stage
	own := map[string]stage{} // a case's own, so that many a pipeline has something to do
	for _, f := range functions.All() {
		for _, c := range krmtest.Cases(t, filepath.Join(folder(f), "testdata")) {
			if _, err := c.ResourceList(); err != nil {
				continue // no host could make one
			}
			cases = append(cases, c)
			if config := configOf(t, c); !c.Refusal && strings.Contains(config, "\nkind: "+f.Kind+"\n") {
				stages = append(stages, stage{f, config})
				own[c.Dir] = stages[len(stages)-1]
			}
		}
	}
	whole, failed, changed := functions.Suite(), 0, 0
	for seed := range uint64(600) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		c := cases[rnd.IntN(len(cases))]
		steps := make([]stage, 1+rnd.IntN(4))
		for i := range steps {
			steps[i] = stages[rnd.IntN(len(stages))]
		}
		if s, ok := own[c.Dir]; ok {
			steps[rnd.IntN(len(steps))] = s
		}
		in, err := c.ResourceList()
		require.NoError(t, err)
		want, wantResults := inTurn(t, steps, in, c.Options())
		got, gotResults := process(t, whole, pipelineOf(steps), in, c.Options())
		assert.Equal(t, told(wantResults), told(gotResults), "%s %s", c.Dir, pipelineOf(steps))
		switch {
		case slices.ContainsFunc(wantResults, isError):
			failed++
			want = string(items(t, in))
		case want != string(items(t, in)):
			changed++
		}
		sameText(t, withoutResults(want), withoutResults(got), c.Dir+" with\n"+pipelineOf(steps))
	}
	t.Logf("%d of 600 changed something, %d failed", changed, failed)
	assert.Greater(t, changed, 100)
	assert.Greater(t, failed, 30)
}

// inTurn runs each function over what the one before made of it, as hosts do.
func inTurn(t *testing.T, steps []stage, in []byte, opts krm.Options) (string, []krm.Result) {
	t.Helper()
	out := string(items(t, in))
	var all []krm.Result
	for i, s := range steps {
		var results []krm.Result
		out, results = process(t, s.Function, s.config, []byte("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"+out), opts)
		if slices.ContainsFunc(results, isError) {
			for j := range results {
				if isError(results[j]) {
					results[j].Message = fmt.Sprintf("step %d, %s: %s", i+1, s.Kind, results[j].Message)
				}
			}
			return out, append(results, slices.DeleteFunc(all, func(r krm.Result) bool { return r.Severity == krm.Info })...)
		}
		all = append(results, all...)
	}
	return out, all
}

func isError(r krm.Result) bool { return r.Severity == krm.Error }

// process runs a function over a list with a config, and returns the list from its
// items on.
func process(t *testing.T, f *krm.Function, config string, list []byte, opts krm.Options) (string, []krm.Result) {
	t.Helper()
	var out bytes.Buffer
	in := "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n" +
		regexp.MustCompile(`(?m)^`).ReplaceAllString(strings.TrimSuffix(config, "\n"), "  ") + "\n" + string(items(t, list))
	results, err := f.Process([]byte(in), &out, opts)
	require.NoError(t, err)
	return string(items(t, out.Bytes())), results
}

// withoutResults is a list without its results, which are held against others as
// told. In a list that the scanner does not trust they stand at the start.
func withoutResults(list string) string {
	list, _, _ = strings.Cut(list, "results:\n- message:")
	return list
}

// items is a list from its items on.
func items(t *testing.T, list []byte) []byte {
	t.Helper()
	at := bytes.Index(list, []byte("\nitems:"))
	require.Positive(t, at, "%s", list)
	list = list[at+1:]
	if config := bytes.Index(list, []byte("\nfunctionConfig:")); config >= 0 { // where kyaml puts it
		list = list[:config+1]
	}
	return list
}

// told is what results say of objects.
func told(results []krm.Result) string {
	var b strings.Builder
	for _, r := range results {
		// A pipeline's config is another one.
		if r.ResourceRef != nil && r.ResourceRef.APIVersion != krm.APIVersion {
			b.WriteString(r.String() + "\n")
		}
	}
	return b.String()
}

// configOf is the config of a case without comments at its start.
func configOf(t *testing.T, c krmtest.Case) string {
	t.Helper()
	if c.Config == nil {
		return ""
	}
	at := bytes.Index(c.Config.Data, []byte("apiVersion:"))
	return string(c.Config.Data[max(at, 0):])
}

// pipelineOf is the Pipeline with some steps.
func pipelineOf(steps []stage) string {
	var b strings.Builder
	b.WriteString("apiVersion: " + krm.APIVersion + "\nkind: Pipeline\nspec:\n  steps:\n")
	for _, s := range steps {
		fmt.Fprintf(&b, "  - kind: %s\n", s.Kind)
		if _, spec, ok := strings.Cut("\n"+s.config, "\nspec:"); ok {
			b.WriteString("    spec:" + strings.ReplaceAll(strings.TrimSuffix(spec, "\n"), "\n", "\n    ") + "\n")
		}
	}
	return b.String()
}
