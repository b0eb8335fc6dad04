package image

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

const built = `apiVersion: v1
kind: ConfigMap
metadata: {name: api-config, namespace: shop}
data:
  stg.yaml: |
    level: debug
  "a-b_c": two words
---
apiVersion: v1
kind: ConfigMap
metadata: {name: env, namespace: shop}
data:
  ODD: costs $5, not ${PATH} or \$x, "quoted" \ 'so' 日本
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - name: api
        image: kurumi-dockerfile-test:built
        envFrom: [{configMapRef: {name: env}}]
        volumeMounts: [{name: config, mountPath: /app/my config}]
      volumes: [{name: config, configMap: {name: api-config, defaultMode: 0444}}]
`

const builtConfig = `apiVersion: kurumi.dev/v1alpha1
kind: ConfigBake
metadata: {name: bake}
spec:
  envFrom: inline
  configs: [{configMap: api-config, env: CONFIG_PATH}, {configMap: env}]
`

// What is built from the lines is what the manifests then say.
func TestDockerBuildsWhatVerifyLooksFor(t *testing.T) {
	needDocker(t)
	t.Chdir(t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	require.NoError(t, os.WriteFile("config.yaml", []byte(builtConfig), 0o600))
	lines := runWith(t, built, "dockerfile", "--config", "config.yaml", "--out", "files", "-")
	require.NoError(t, lines.err)
	require.Contains(t, lines.stdout, `COPY ["files/app/my config/a-b_c","files/app/my config/stg.yaml","/app/my config/"]`)
	require.NoError(t, os.WriteFile("Dockerfile", []byte("FROM scratch\n"+lines.stdout+"USER 1000\n"), 0o600))
	t.Setenv("DOCKER_BUILDKIT", "0")
	docker(t, "build", "-q", "-t", "kurumi-dockerfile-test:built", ".")
	t.Cleanup(func() { docker(t, "rmi", "-f", "kurumi-dockerfile-test:built") })

	out, results, err := configbake.Function.ProcessFiles(&krm.Source{Name: "config.yaml", Data: []byte(builtConfig)},
		[]krm.Source{{Name: "app.yaml", Data: []byte(built)}}, krm.Options{})
	require.NoError(t, err, "%v", results)
	got := runWith(t, string(out[0].Data), "verify", "--check", "yaml", "--from", "docker-daemon:", "-")
	require.NoError(t, got.err)
	assert.Equal(t, 2, strings.Count(got.stdout, "  ok\n"), got.stdout)

	env := docker(t, "inspect", "-f", "{{range .Config.Env}}{{println .}}{{end}}", "kurumi-dockerfile-test:built")
	assert.Contains(t, env, "\n"+`ODD=costs $5, not ${PATH} or \$x, "quoted" \ 'so' 日本`+"\n")
	assert.Contains(t, env, "\nCONFIG_PATH=/app/my config\n")

	baked := runWith(t, built, "bake", "--base", "docker-daemon:kurumi-dockerfile-test:built", "--overwrite", "--to", "docker-daemon:kurumi-dockerfile-test:baked", "--config", "config.yaml", "-")
	require.NoError(t, baked.err)
	t.Cleanup(func() { docker(t, "rmi", "-f", "kurumi-dockerfile-test:baked") })
	manifests := strings.ReplaceAll(string(out[0].Data), "test:built", "test:baked")
	got = runWith(t, manifests, "verify", "--from", "docker-daemon:", "-")
	require.NoError(t, got.err, "what was baked has the same files")
}
