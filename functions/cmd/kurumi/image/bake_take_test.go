package image

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/functions/configbake"
)

var (
	stgFile = configbake.File{ConfigMap: "api-config", Key: "config.yaml", Path: "/app/config.yaml", Mode: 0o644, Data: []byte("stg")}
	api     = configbake.Container{Workload: "Deployment shop/api", Name: "api", Image: "api:1", Files: []configbake.File{stgFile},
		Env: []configbake.EnvVar{{Name: "CONFIG", Value: "/app/config.yaml"}, {Name: "ENVIRONMENT", Value: "stg"}}}
	proxy = configbake.Container{Workload: "Deployment shop/api", Name: "proxy", Image: "nginx:1",
		Files: []configbake.File{{ConfigMap: "proxy", Key: "nginx.conf", Path: "/etc/nginx.conf", Mode: 0o444}}}
	bare = configbake.Container{Workload: "Deployment shop/bare", Name: "bare", Image: "other:1"}
)

// prod is api in another environment.
func prod(path string) configbake.Container {
	c := api
	c.Workload = "Deployment prod/api"
	c.Files = []configbake.File{{ConfigMap: "api-config", Key: "config.yaml", Path: path, Mode: 0o644, Data: []byte("prod")}}
	c.Env = []configbake.EnvVar{{Name: "CONFIG", Value: path}, {Name: "LEVEL", Value: "info"}}
	return c
}

func TestOneImageIsChosenAmongTheManifests(t *testing.T) {
	for name, c := range map[string]struct {
		all   []configbake.Container
		flags bakeFlags
		paths []string
		env   []configbake.EnvVar
		notes string
		errs  []string
	}{
		"the only one": {all: []configbake.Container{api, bare}, paths: []string{"/app/config.yaml"}, env: api.Env},
		"two images": {all: []configbake.Container{api, proxy}, errs: []string{
			"containers of several images are meant: container api of Deployment shop/api (api:1), container proxy of Deployment shop/api (nginx:1); choose with --container or --workload",
		}},
		"by its name":        {all: []configbake.Container{api, proxy}, flags: bakeFlags{container: "proxy"}, paths: []string{"/etc/nginx.conf"}},
		"by its workload":    {all: []configbake.Container{api, proxy, prod("/x")}, flags: bakeFlags{workload: "prod/api"}, paths: []string{"/x"}, env: prod("/x").Env},
		"by a kind as well":  {all: []configbake.Container{api, prod("/x")}, flags: bakeFlags{workload: "Deployment prod/api"}, paths: []string{"/x"}, env: prod("/x").Env},
		"by what is nowhere": {all: []configbake.Container{api}, flags: bakeFlags{workload: "shop/web"}, errs: []string{"no container is meant; there is container api of Deployment shop/api (api:1)"}},
		"none at all":        {errs: []string{"no container is meant; there is none that mounts a ConfigMap"}},
		"two environments": {
			all: []configbake.Container{api, prod("/app/prod.yaml")}, flags: bakeFlags{workload: "api"},
			paths: []string{"/app/config.yaml", "/app/prod.yaml"},
			env:   []configbake.EnvVar{{Name: "ENVIRONMENT", Value: "stg"}, {Name: "LEVEL", Value: "info"}},
			notes: "CONFIG: has several values in the manifests, so it is not put into the image; the manifests set it\n",
		},
		"two environments, one path": {all: []configbake.Container{api, prod("/app/config.yaml")}, errs: []string{
			"config.yaml of ConfigMap api-config in Deployment shop/api and config.yaml of ConfigMap api-config in Deployment prod/api are both to be /app/config.yaml in the image, and differ",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var notes bytes.Buffer
			b := &baker{Report: tell.Report{Stderr: &notes}, flags: c.flags}
			b.take(c.all)
			b.settle()
			assert.Equal(t, c.errs, b.Errors())
			if c.errs != nil {
				return
			}
			var paths []string
			for _, f := range b.what.files {
				paths = append(paths, f.path)
			}
			assert.Equal(t, c.paths, paths)
			assert.Equal(t, c.env, b.what.env)
			assert.Equal(t, c.notes, notes.String())
		})
	}
}

func TestVariablesAreSetWhereTheyAre(t *testing.T) {
	c, err := parseConfig([]byte(`{"config":{"Env":["A=1","B=2","AB=3"],"Labels":null}}`))
	require.NoError(t, err)
	for _, set := range []struct {
		name, value string
		replaced    bool
	}{{"B", "x", true}, {"A", "1", false}, {"C", "y=z", false}} {
		replaced, err := c.setEnv(set.name, set.value)
		require.NoError(t, err)
		assert.Equal(t, set.replaced, replaced, set.name)
	}
	require.NoError(t, c.setLabels(map[string]string{"a": "b"}))
	data, err := c.bytes()
	require.NoError(t, err)
	assert.JSONEq(t, `{"config":{"Env":["A=1","B=x","AB=3","C=y=z"],"Labels":{"a":"b"}}}`, string(data))

	for _, raw := range []string{`{}`, `{"config":null}`} {
		c, err := parseConfig([]byte(raw))
		require.NoError(t, err)
		_, err = c.setEnv("A", "1")
		require.NoError(t, err)
		require.NoError(t, c.append(nil))
		data, err := c.bytes()
		require.NoError(t, err)
		assert.JSONEq(t, `{"config":{"Env":["A=1"]},"history":[{"created_by":"kurumi image bake","empty_layer":true}]}`, string(data))
	}
	_, err = parseConfig([]byte(`[]`))
	require.ErrorContains(t, err, "its config is not readable")
}
