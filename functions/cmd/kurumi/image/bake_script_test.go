package image

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync/atomic"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"registry": registryCommand,
}

// registryCommand starts a registry as $REGISTRY, with $REGISTRY/shop/base:1 in it.
//
//	registry [STATUS [TIMES]]   its answers have a status, for ever or some times
func registryCommand(ts *testscript.TestScript, _ bool, args []string) {
	r := placetest.New()
	ts.Defer(r.Close)
	ts.Setenv("REGISTRY", r.Host())
	img, err := placetest.Image("amd64", "1001", placetest.Layer{{Name: "app/", Owner: 1000}, {Name: "app/main.yaml", Data: "x"}})
	ts.Check(err)
	ref, err := name.ParseReference(r.Host() + "/shop/base:1")
	ts.Check(err)
	ts.Check(remote.Push(ref, img))
	status := map[string]int{"401": http.StatusUnauthorized, "429": http.StatusTooManyRequests, "500": http.StatusInternalServerError}
	if len(args) == 0 {
		return
	}
	times := int32(1 << 30)
	if len(args) > 1 {
		times = int32(strings.Count(args[1], "x"))
	}
	var faults atomic.Int32
	r.Fault = func(w http.ResponseWriter, _ *http.Request) bool {
		if faults.Add(1) > times {
			return false
		}
		w.WriteHeader(status[args[0]])
		return true
	}
}

// show PLACE prints the variables of an image, and its topmost layer.
func show() {
	s, err := place.Open(context.Background(), os.Args[1], place.Options{})
	check(err)
	img := s.Images()[0].Image
	config, err := img.ConfigFile()
	check(err)
	fmt.Println(strings.Join(config.Config.Env, "\n"))
	lines, err := listTop(img)
	check(err)
	for _, line := range lines {
		fmt.Println(strings.TrimSuffix(line, " 1970"))
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
