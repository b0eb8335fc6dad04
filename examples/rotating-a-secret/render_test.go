package rotatingasecret_test

import (
	"crypto/rsa"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// image is the one image that the docker of this test has.
const image = "ghcr.io/kurumi-krm/sealedsecret-rename:v0.1.0"

func TestMain(m *testing.M) { krmtest.ExampleMain(m, image, sealedsecretrename.Function) }

// objects is what was rendered, by the names of the files that kustomize build
// --output writes.
func objects(rendered string) map[string]string {
	all := map[string]string{}
	for text := range strings.SplitSeq(rendered, "\n---\n") {
		text = strings.TrimSuffix(text, "\n") + "\n"
		obj := yaml.MustParse(text)
		gv := strings.ReplaceAll(obj.GetApiVersion(), "/", "_")
		all[strings.ToLower(gv+"_"+obj.GetKind()+"_"+obj.GetName())+".yaml"] = text
	}
	return all
}

// moved is the files that differ.
func moved(before, after map[string]string) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if after[name] != before[name] {
			names = append(names, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if _, there := before[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// nothing is how a hunk begins or ends where one of two files is not there.
var nothing = regexp.MustCompile(`(?m)^(@@ -|@@ -\S+ \+)1,0 `)

// diff is what diff -ruN says of two folders with these files.
func diff(before, after map[string]string) string {
	var b strings.Builder
	for _, name := range moved(before, after) {
		b.WriteString(krmtest.Diff("before/"+name, "after/"+name, before[name], after[name], 3))
	}
	return nothing.ReplaceAllString(b.String(), "${1}0,0 ")
}

// certificate reads what the values were sealed for.
func certificate(t *testing.T) (*rsa.PublicKey, []sealedsecret.Problem) {
	t.Helper()
	data, err := os.ReadFile("tls.crt")
	require.NoError(t, err)
	return sealedsecret.ReadCertificate("tls.crt", data, time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC))
}
