package image

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestVerifyScripts(t *testing.T) {
	scripts(t, "verify", map[string]func(ts *testscript.TestScript, neg bool, args []string){"registry": bakedRegistry, "fill": fill})
}

func TestDockerfileScripts(t *testing.T) { scripts(t, "dockerfile", nil) }

// bakedRegistry starts a registry as $REGISTRY, with $REGISTRY/shop/api:1 in it, into which
// /app/config/stg.yaml was baked. Whoever asks for shop/private is not let in.
func bakedRegistry(ts *testscript.TestScript, _ bool, _ []string) {
	r := placetest.New()
	ts.Defer(r.Close)
	ts.Setenv("REGISTRY", r.Host())
	img, err := placetest.Image("amd64", "1000", placetest.Layer{{Name: "app/"}, {Name: "app/config/"}, {Name: "app/config/stg.yaml", Data: "a: b\n"}})
	ts.Check(err)
	ref, err := name.ParseReference(r.Host() + "/shop/api:1")
	ts.Check(err)
	ts.Check(remote.Push(ref, img))
	r.Fault = func(w http.ResponseWriter, req *http.Request) bool {
		private := strings.Contains(req.URL.Path, "/shop/private/")
		if private {
			w.WriteHeader(http.StatusUnauthorized)
		}
		return private
	}
}

// fill puts $REGISTRY into files.
func fill(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		data := strings.ReplaceAll(ts.ReadFile(name), "REGISTRY", ts.Getenv("REGISTRY"))
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(data), 0o600))
	}
}
