package cmpserver

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/reposerver/apiclient"
	"github.com/argoproj/argo-cd/v3/reposerver/repository"
	"github.com/argoproj/argo-cd/v3/util/git"
	utilio "github.com/argoproj/argo-cd/v3/util/io"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/api/resource"
	"sigs.k8s.io/yaml"
)

// An application is what the repo-server knows of one.
type application struct {
	repository string // a folder
	path       string // in the repository
	plugin     *v1alpha1.ApplicationSourcePlugin
}

const examples = "../../../examples"

// preview is the example's overlay as an Application with the plugin.
func preview() application {
	return application{repository: examples + "/preview-environment", path: "overlays/staging", plugin: &v1alpha1.ApplicationSourcePlugin{Name: "kurumi"}}
}

func (a application) env(name, value string) application {
	a.plugin = a.plugin.DeepCopy()
	a.plugin.Env = append(a.plugin.Env, &v1alpha1.EnvEntry{Name: name, Value: value})
	return a
}

func (a application) parameter(p v1alpha1.ApplicationSourcePluginParameter) application {
	a.plugin = a.plugin.DeepCopy()
	a.plugin.Parameters = append(a.plugin.Parameters, p)
	return a
}

func text(name, value string) v1alpha1.ApplicationSourcePluginParameter {
	return v1alpha1.ApplicationSourcePluginParameter{Name: name, String_: &value}
}

func list(name string, values ...string) v1alpha1.ApplicationSourcePluginParameter {
	return v1alpha1.ApplicationSourcePluginParameter{Name: name, OptionalArray: &v1alpha1.OptionalArray{Array: values}}
}

func mapping(name string, values map[string]string) v1alpha1.ApplicationSourcePluginParameter {
	return v1alpha1.ApplicationSourcePluginParameter{Name: name, OptionalMap: &v1alpha1.OptionalMap{Map: values}}
}

// objects is manifests, decoded.
type objects []map[string]any

// generate asks for the manifests of an Application as the repo-server does, with its
// own code.
func (a application) generate(ctx context.Context, t *testing.T) (objects, error) {
	t.Helper()
	root, err := filepath.Abs(a.repository)
	require.NoError(t, err)
	request := &apiclient.ManifestRequest{
		Repo:              &v1alpha1.Repository{Repo: "https://github.com/example/shop.git"},
		AppName:           "shop-pr-7",
		Namespace:         "shop-pr-7",
		ProjectName:       "previews",
		KubeVersion:       "1.34.0",
		ApplicationSource: &v1alpha1.ApplicationSource{Path: a.path, Plugin: a.plugin},
	}
	got, err := repository.GenerateManifests(ctx, filepath.Join(root, a.path), root, "0123456789abcdef", request, false,
		git.NoopCredsStore{}, resource.MustParse("10M"), utilio.NewRandomizedTempPaths(t.TempDir()))
	if err != nil {
		return nil, err
	}
	var all objects
	for _, manifest := range got.Manifests {
		var object map[string]any
		require.NoError(t, json.Unmarshal([]byte(manifest), &object))
		all = append(all, object)
	}
	return all, nil
}

// must is generate for an Application that is well.
func (a application) must(t *testing.T) objects {
	t.Helper()
	got, err := a.generate(t.Context(), t)
	require.NoError(t, err)
	require.NotEmpty(t, got)
	return got
}

// said is what people are shown of an Application that is not.
func (a application) said(t *testing.T) string {
	t.Helper()
	_, err := a.generate(t.Context(), t)
	require.Error(t, err)
	return err.Error()
}

// onTheCommandLine is what kurumi build prints for a folder.
func onTheCommandLine(t *testing.T, dir string) objects {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), built(t, kurumi), "build", dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err)
	var all objects
	for doc := range strings.SplitSeq(strings.TrimSuffix(string(out), "\n"), "\n---\n") {
		var object map[string]any
		require.NoError(t, yaml.Unmarshal([]byte(doc+"\n"), &object)) // the line break counts for a block of text
		all = append(all, object)
	}
	return all
}

// write makes a repository of files, by their paths.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, content := range files {
		path = filepath.Join(root, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return root
}
