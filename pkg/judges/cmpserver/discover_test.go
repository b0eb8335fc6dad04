package cmpserver

import (
	"context"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"testing"

	cmpclient "github.com/argoproj/argo-cd/v3/cmpserver/apiclient"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/app/discovery"
	"github.com/argoproj/argo-cd/v3/util/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sourceType is what the repo-server takes a folder for, of which the Application says
// nothing.
func sourceType(t *testing.T, repository, path string) string {
	t.Helper()
	root, err := filepath.Abs(repository)
	require.NoError(t, err)
	kind, err := discovery.AppType(t.Context(), filepath.Join(root, path), root, nil, nil, nil)
	require.NoError(t, err)
	return kind
}

func TestOnlyKustomizationsThatUseKurumiAreDiscovered(t *testing.T) {
	start(t)
	assert.Equal(t, "Plugin", sourceType(t, examples, "preview-environment/overlays/staging"))
	assert.Equal(t, "Kustomize", sourceType(t, examples, "preview-environment/base"))
	repo := write(t, map[string]string{
		"broken/kustomization.yaml": "resources: [\n",
		"chart/Chart.yaml":          "name: a\n",
		"plain/a.yaml":              "a: b\n",
	})
	assert.Equal(t, "Kustomize", sourceType(t, repo, "broken"))
	assert.Equal(t, "Helm", sourceType(t, repo, "chart"))
	assert.Equal(t, "Directory", sourceType(t, repo, "plain"))
}

// supported reports whether the plugin takes an Application that names it.
func supported(t *testing.T, a application) bool {
	t.Helper()
	response := ask(t, a, func(ctx context.Context, c cmpclient.ConfigManagementPluginServiceClient) (stream[*cmpclient.RepositoryResponse], error) {
		return c.MatchRepository(ctx)
	})
	return response.IsSupported
}

func buildsAlone(t *testing.T, dir string) bool {
	t.Helper()
	return exec.CommandContext(t.Context(), built(t, kurumi), "build", dir).Run() == nil
}

func TestAPreviewHostIsForKurumi(t *testing.T) {
	start(t)
	plain := application{repository: examples, path: "preview-environment/base", plugin: &v1alpha1.ApplicationSourcePlugin{}}
	assert.False(t, supported(t, plain))
	assert.True(t, supported(t, plain.env("PREVIEW_HOST", "shop-7.preview.example.com")))
	assert.True(t, supported(t, plain.parameter(text("preview-host", "shop-7.preview.example.com"))))
	assert.Contains(t, plain.env("PREVIEW_HOST", "shop-7.preview.example.com").said(t), "no function took it: the preview would serve production's hosts")
}

func TestParametersAreAnnounced(t *testing.T) {
	start(t)
	response := ask(t, preview(), func(ctx context.Context, c cmpclient.ConfigManagementPluginServiceClient) (stream[*cmpclient.ParametersAnnouncementResponse], error) {
		return c.GetParametersAnnouncement(ctx)
	})
	kinds := map[string]string{}
	for _, p := range response.ParameterAnnouncements {
		kinds[p.Name] = p.CollectionType
		assert.NotEmpty(t, p.Title, p.Name)
		assert.NotEmpty(t, p.Tooltip, p.Name)
	}
	assert.Equal(t, map[string]string{"preview-host": "string", "annotations": "map", "images": "array"}, kinds)
}

// A stream takes a repository, and gives one answer.
type stream[Response any] interface {
	cmp.StreamSender
	CloseAndRecv() (Response, error)
}

// ask sends an Application over the server's own client.
func ask[Response any](t *testing.T, a application, open func(context.Context, cmpclient.ConfigManagementPluginServiceClient) (stream[Response], error)) Response {
	t.Helper()
	closer, client, err := cmpclient.NewConfigManagementPluginClientSet(filepath.Join(common.GetPluginSockFilePath(), "kurumi.sock")).NewConfigManagementPluginClient()
	require.NoError(t, err)
	defer closer.Close()
	requests, err := open(t.Context(), client)
	require.NoError(t, err)
	root, err := filepath.Abs(a.repository)
	require.NoError(t, err)
	require.NoError(t, cmp.SendRepoStream(t.Context(), filepath.Join(root, a.path), root, requests, a.environ(t), nil))
	response, err := requests.CloseAndRecv()
	require.NoError(t, err)
	return response
}

// environ is the variables of an Application's plugin section, as the repo-server
// makes them.
func (a application) environ(t *testing.T) []string {
	t.Helper()
	environ, err := a.plugin.Parameters.Environ()
	require.NoError(t, err)
	for _, e := range a.plugin.Env {
		environ = append(environ, "ARGOCD_ENV_"+e.Name+"="+e.Value)
	}
	return environ
}

func toText(t *testing.T, all objects) string {
	t.Helper()
	out, err := json.Marshal(all)
	require.NoError(t, err)
	return string(out)
}
