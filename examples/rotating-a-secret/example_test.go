// Package rotatingasecret_test renders the example before and after a password
// was changed, and looks at what moved.
package rotatingasecret_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// The names that kurumi secret seal gave.
const (
	oldName  = "db-dbt6bc2h7m"
	newName  = "db-447mch449f"
	mailName = "mail-82k4d65f54"
)

func TestBothStatesRenderAsExpected(t *testing.T) {
	krmtest.GoldenFile(t, "expected/before.yaml", krmtest.BuildExample(t, "before"))
	krmtest.GoldenFile(t, "expected/after.yaml", krmtest.BuildExample(t, "after"))
}

// A new password is a new SealedSecret, and a new pod template for those who use
// it. Nothing else moves: not the worker, whose secret is another one.
func TestOnlyWhatUsesTheSecretMoves(t *testing.T) {
	before, after := objects(krmtest.BuildExample(t, "before")), objects(krmtest.BuildExample(t, "after"))
	krmtest.GoldenFile(t, "expected/before-after.diff", diff(before, after))

	assert.ElementsMatch(t, []string{
		"bitnami.com_v1alpha1_sealedsecret_" + newName + ".yaml",
		"bitnami.com_v1alpha1_sealedsecret_" + oldName + ".yaml",
		"apps_v1_deployment_api.yaml",
		"argoproj.io_v1alpha1_rollout_web.yaml",
	}, moved(before, after))
	for _, name := range moved(before, after) {
		if _, stays := before[name]; stays && after[name] != "" {
			assert.Equal(t, after[name], strings.ReplaceAll(before[name], oldName, newName), "more than the name moves in %s", name)
		}
	}
}

// A function that does nothing would give two states that agree but for one
// object, and whose references lead nowhere.
func TestNothingIsCalledByItsBaseName(t *testing.T) {
	bare := regexp.MustCompile(`(?m)^\s*(- )?(name|secretName): (db|mail)$`)
	for _, state := range []string{"before", "after"} {
		assert.Empty(t, bare.FindAllString(krmtest.BuildExample(t, state), -1), state)
	}
}

// The commit that changes the password touches one file.
func TestTheTwoStatesDifferInOneFile(t *testing.T) {
	before, after := files(t, "before"), files(t, "after")
	for name := range before {
		if name != "db.yaml" {
			assert.Equal(t, before[name], after[name], name)
		}
	}
	assert.Len(t, after, len(before))
	assert.NotEqual(t, before["db.yaml"], after["db.yaml"])
}

// What is in git needs no private key to be rendered: the scope is strict, each
// name ends in the suffix of its content, each value has the form of one that
// was sealed for the certificate here.
func TestSealedSecretsHaveTheirFinalNames(t *testing.T) {
	key, problems := certificate(t)
	require.Empty(t, problems)
	for file, want := range map[string]string{
		"before/db.yaml": oldName, "after/db.yaml": newName, "base/mail.yaml": mailName,
	} {
		node, err := yaml.ReadFile(file)
		require.NoError(t, err)
		obj, problems := sealedsecret.Read(node.YNode())
		require.Empty(t, problems, file)
		name, _, final := obj.FinalName()
		assert.True(t, final, "%s: its name would be %s", file, name)
		assert.Equal(t, want, obj.Name)
		assert.Equal(t, sealed.Label("shop/"+want), obj.Label(), "strict")
		require.NotEmpty(t, obj.Values)
		for _, value := range obj.Values {
			const length, tag = 2, 16
			raw := len(value.Node.Value) / 4 * 3
			assert.GreaterOrEqual(t, raw, length+key.Size()+tag, "%s: %s", file, value.Path)
		}
	}
}

// The private key was thrown away. None may come here by accident.
func TestThereIsNoPrivateKey(t *testing.T) {
	for name, text := range files(t, ".") {
		if name != "example_test.go" {
			assert.NotContains(t, text, "PRIVATE KEY", name)
		}
	}
}

// The names in the README, and in that of the suite, are those of the example.
func TestREADMEShowsWhatIsThere(t *testing.T) {
	all := files(t, ".")
	suite, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	for _, text := range []string{all["README.md"], string(suite)} {
		names := regexp.MustCompile(`\b(db|mail)-[2456789bcdfghkmt]{10}\b`).FindAllString(text, -1)
		assert.NotEmpty(t, names)
		for _, name := range names {
			assert.Contains(t, []string{oldName, newName, mailName}, name)
		}
	}
	changed := 0
	for line := range strings.Lines(all["README.md"]) {
		if strings.HasPrefix(line, "+  ") || strings.HasPrefix(line, "-  ") {
			changed++
			assert.Contains(t, "\n"+all["expected/before-after.diff"], "\n"+line)
		}
	}
	assert.Positive(t, changed)
}

// files is the files below a folder, by their paths there.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		texts[filepath.ToSlash(name)] = string(data)
		return err
	}))
	return texts
}
