package image

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

// A kustomization is built by this very program, in a process of its own.
func init() {
	if build.IsDocker() {
		os.Exit(build.Docker())
	}
}

// runWith runs a subcommand in this process.
func runWith(t *testing.T, stdin string, args ...string) run {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := Command()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	cmd.SetIn(strings.NewReader(stdin))
	cmd.SetOut(&stdout)
	cmd.SetErr(&stderr)
	err := cmd.ExecuteContext(t.Context())
	return run{stdout.String(), stderr.String(), err}
}

// podWith is a Pod that says what is baked into an image.
func podWith(image, baked, security string) string {
	if security == "" {
		security = "{}"
	}
	return fmt.Sprintf(`apiVersion: v1
kind: Pod
metadata:
  name: api
  namespace: shop
  annotations:
    kurumi.dev/baked: %q
spec:
  securityContext: %s
  containers:
  - name: api
    image: %s
`, baked, security, image)
}

const stg = "api-config/stg.yaml=/app/config/stg.yaml"

// problems are the errors of the rows, in their order.
func problems(t *testing.T, manifests string, args ...string) []string {
	t.Helper()
	got := runWith(t, manifests, append([]string{"verify", "-o", "json", "-"}, args...)...)
	var rows []row
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &rows), "%s %v", got.stdout, got.err)
	var all []string
	bad := false
	for _, r := range rows {
		assert.Equal(t, r.OK, r.Error == "")
		bad = bad || !r.OK
		all = append(all, r.Error)
	}
	assert.Equal(t, bad, got.err != nil, "the exit code is that of the rows")
	return all
}

func TestVerifySaysWhatIsNotThere(t *testing.T) {
	r := startRegistry(t)
	image := push(t, r.Host()+"/shop/api:1", base(t, "1000", placetest.Layer{
		{Name: "app/"}, {Name: "app/config/"}, {Name: "app/file"}, {Name: "app/link", Link: "config"}, {Name: "app/lost", Link: "/gone/x"},
		{Name: "app/config/ok"}, {Name: "shut/", Mode: 0o700}, {Name: "shut/way", Link: "/app/config/ok"},
	}))
	for path, want := range map[string]string{
		"/app/config/ok": "",
		"/app/link/ok":   "",
		"/app/none":      "is not there",
		"/app/link/none": "is not there: it leads to /app/config/none, which does not exist",
		"/app/lost":      "is not there: it leads to /gone/x, which does not exist",
		"/app/file/x":    "is not there: /app/file is a file",
		"/app/config":    "is a directory, not a file",
		"/shut/way":      "the user 1000 cannot get through /shut (mode 0700, of 0:0)",
	} {
		assert.Equal(t, []string{want}, problems(t, podWith(image, "c/k="+path, "")), path)
	}
}

func TestVerifyLooksIntoEveryPlatform(t *testing.T) {
	r := startRegistry(t)
	has, err := placetest.Image("amd64", "", placetest.Layer{{Name: "app/config/stg.yaml"}})
	require.NoError(t, err)
	hasNot, err := placetest.Image("arm64", "", placetest.Layer{{Name: "app/config/"}})
	require.NoError(t, err)
	index, err := placetest.Index(has, hasNot)
	require.NoError(t, err)
	manifests := podWith(push(t, r.Host()+"/shop/api:1", index), stg, "")
	assert.Equal(t, []string{"", "is not there"}, problems(t, manifests))
	assert.Equal(t, []string{""}, problems(t, manifests, "--platform", "linux/amd64"))
	assert.Equal(t, []string{"is not there"}, problems(t, manifests, "--platform", "linux/arm64"))
	got := runWith(t, manifests, "verify", "-")
	assert.Regexp(t, `(?m)^Pod shop/api  api +127.0.0.1:\d+/shop/api:1 \(linux/amd64\)  /app/config/stg.yaml  ok$`, got.stdout)
	assert.Regexp(t, `(?m)^Pod shop/api  api +127.0.0.1:\d+/shop/api:1 \(linux/arm64\)  /app/config/stg.yaml  NO: is not there$`, got.stdout)
	require.Error(t, got.err)
	assert.Regexp(t, `^kurumi image verify: 1 error; of 2 files in 1 image\nerror: Pod shop/api, container api: \S+ \(linux/arm64\): /app/config/stg.yaml: is not there$`, got.err.Error())
}

// The base is large, and says nothing about the file on top of it.
func TestVerifyReadsOnlyTheLayersItNeeds(t *testing.T) {
	r := startRegistry(t)
	img := base(t, "1000", placetest.Layer{{Name: "bin/sh", Data: strings.Repeat("x", 1000)}}, placetest.Layer{{Name: "app/"}},
		placetest.Layer{{Name: "app/"}, {Name: "app/config/"}, {Name: "app/config/stg.yaml"}})
	image := push(t, r.Host()+"/shop/api:1", img)
	fetched := countLayers(t, r, img)
	require.Equal(t, []string{""}, problems(t, podWith(image, stg, "")))
	assert.Equal(t, []int{0, 0, 1}, fetched())

	require.Equal(t, []string{""}, problems(t, podWith(image, stg, "")))
	assert.Equal(t, []int{0, 0, 1}, fetched(), "the second time it is known")

	two := podWith(image, stg+",c/sh=/bin/sh", "")
	require.Equal(t, []string{"", "", "", ""}, problems(t, two+"---\n"+strings.ReplaceAll(two, "name: api\n  n", "name: web\n  n")))
	assert.Equal(t, []int{1, 1, 1}, fetched(), "once, for several containers and files")
}

// countLayers counts how often each layer is fetched.
func countLayers(t *testing.T, r *placetest.Registry, img v1.Image) func() []int {
	t.Helper()
	all, err := img.Layers()
	require.NoError(t, err)
	counts := make([]int, len(all))
	var mu sync.Mutex
	r.Fault = func(_ http.ResponseWriter, req *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		for i, l := range all {
			if id, err := l.Digest(); err == nil && req.Method == http.MethodGet && strings.Contains(req.URL.Path, id.Hex) {
				counts[i]++
			}
		}
		return false
	}
	return func() []int {
		mu.Lock()
		defer mu.Unlock()
		return append([]int{}, counts...)
	}
}

func TestParallelDoesAllOfIt(t *testing.T) {
	for _, jobs := range []int{1, 3, 100} {
		var mu sync.Mutex
		done := map[int]int{}
		running, most := 0, 0
		parallel(20, jobs, func(i int) {
			mu.Lock()
			running++
			most = max(most, running)
			done[i]++
			mu.Unlock()
			mu.Lock()
			running--
			mu.Unlock()
		})
		assert.Len(t, done, 20)
		assert.LessOrEqual(t, most, jobs)
	}
}
