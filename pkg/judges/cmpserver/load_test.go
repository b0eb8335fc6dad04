package cmpserver

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Argo CD's plugin server has no limit of its own, and the repo-server none unless told.
func TestFiftyAtOnceAndOneIsCancelled(t *testing.T) {
	s := start(t)
	want := toText(t, preview().env("PREVIEW_HOST", "shop-n.preview.example.com").must(t))
	got, errs := make([]objects, 50), make([]error, 50)
	slow, ctx := halfWay(t)
	begin := time.Now()
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			if i == 25 {
				got[i], errs[i] = slow.generate(ctx, t)
				return
			}
			got[i], errs[i] = preview().env("PREVIEW_HOST", fmt.Sprintf("shop-%d.preview.example.com", i)).generate(t.Context(), t)
		})
	}
	all.Wait()
	t.Logf("fifty at once took %v", time.Since(begin))
	require.ErrorContains(t, errs[25], "context canceled")
	for i := range got {
		if i != 25 {
			require.NoError(t, errs[i])
			assert.Equal(t, strings.ReplaceAll(want, "shop-n.", fmt.Sprintf("shop-%d.", i)), toText(t, got[i]))
		}
	}
	s.leavesNothing(t)
	assert.Eventually(t, func() bool { return len(s.children(t)) == 0 }, 10*time.Second, 50*time.Millisecond, "a process goes on")
}

// halfWay is an Application with a resource that does not arrive, and a context that
// is cancelled when its build asks for it.
func halfWay(t *testing.T) (application, context.Context) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	t.Cleanup(slow.Close)
	repo := write(t, map[string]string{"kustomization.yaml": "resources: [" + slow.URL + "/base.yaml]\n"})
	app := application{repository: repo, path: ".", plugin: preview().plugin}
	return app.env("PREVIEW_HOST", "shop-25.preview.example.com"), ctx
}

// children is the processes in the server's temporary folder that are still running:
// kurumi's, whoever their parent is by now.
func (s *server) children(t *testing.T) (pids []int) {
	t.Helper()
	dirs, err := filepath.Glob("/proc/[0-9]*")
	require.NoError(t, err)
	for _, dir := range dirs {
		environ, err := os.ReadFile(filepath.Join(dir, "environ"))
		if pid, _ := strconv.Atoi(filepath.Base(dir)); err == nil && pid != s.process.Pid && strings.Contains(string(environ), "TMPDIR="+s.tmp+"\x00") {
			pids = append(pids, pid)
		}
	}
	return pids
}
