// Command bench measures what kurumi image bake costs: 100 kB of config onto an image
// of 200 MB, in a registry in this process, beside docker build of the same.
//
//	go run ./functions/cmd/kurumi/image/bench
package main

import (
	"context"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

const (
	layers     = 5
	layerBytes = 40_000_000
	config     = 100_000
	rounds     = 5
	inDocker   = "kurumi-bake-bench:base"
)

func now() time.Time { return time.Now() }

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "kurumi-bench-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	b := &bench{dir: dir, registry: placetest.NewTLS()}
	defer b.registry.Close()
	if err := b.prepare(); err != nil {
		return err
	}
	rows := []row{
		{name: "bake, first of this base", run: b.fresh},
		{name: "bake, base seen before", run: func() error { return b.bake() }},
		{name: "bake --trust-base", run: func() error { return b.bake("--trust-base") }},
	}
	if b.docker() == nil {
		rows = append(rows, row{name: "docker build (COPY, base in Docker, not pushed)", run: b.build})
		defer b.tidy()
	} else {
		fmt.Fprintln(os.Stderr, "docker cannot be used, so it is not measured")
	}
	for range rounds { // in turns, so that they meet the same moments
		for i := range rows {
			if err := rows[i].measure(b); err != nil {
				return fmt.Errorf("%s: %w", rows[i].name, err)
			}
		}
	}
	return table(rows)
}

// A bench is a registry with a base, and a config to bake.
type bench struct {
	dir, base string
	registry  *placetest.Registry
	count     int
	built     []string // by docker build
}

func (b *bench) prepare() error {
	img, err := random.Image(layerBytes, layers)
	if err != nil {
		return err
	}
	b.base = b.registry.Host() + "/shop/base:1"
	ref, err := name.ParseReference(b.base)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(b.dir, "Dockerfile"), []byte("FROM "+inDocker+"\nCOPY config.yaml /app/config.yaml\n"), 0o644),
		os.WriteFile(filepath.Join(b.dir, "registry.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: b.registry.Certificate().Raw}), 0o644),
		os.Setenv("SSL_CERT_FILE", filepath.Join(b.dir, "registry.pem")),
		os.Setenv("XDG_CACHE_HOME", filepath.Join(b.dir, "cache")),
		remote.Write(ref, img))
}

// docker loads the base into Docker.
func (b *bench) docker() error {
	if err := exec.Command("docker", "version").Run(); err != nil {
		return err
	}
	s, err := place.Open(context.Background(), b.base, place.Options{})
	if err != nil {
		return err
	}
	to, err := place.Target("docker-daemon:" + inDocker)
	if err != nil {
		return err
	}
	return place.Write(context.Background(), []place.Place{to}, s.Images()[0].Image, place.Options{})
}

// change writes a config that is like no other before it.
func (b *bench) change() error {
	b.count++
	data := make([]byte, config*3/4)
	r := rand.NewChaCha8([32]byte{byte(b.count)})
	_, _ = r.Read(data) // which cannot fail
	return os.WriteFile(filepath.Join(b.dir, "config.yaml"), []byte(base64.StdEncoding.EncodeToString(data)), 0o644)
}

func (b *bench) fresh() error {
	if err := os.RemoveAll(filepath.Join(b.dir, "cache")); err != nil {
		return err
	}
	return b.bake()
}

func (b *bench) bake(flags ...string) error {
	cmd := image.Command()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetOut(io.Discard)
	cmd.SetErr(io.Discard)
	to := fmt.Sprintf("%s/shop/api:%d", b.registry.Host(), b.count)
	cmd.SetArgs(append([]string{"bake", "--base", b.base, "--to", to, filepath.Join(b.dir, "config.yaml") + "=/app/config.yaml"}, flags...))
	return cmd.Execute()
}

func (b *bench) build() error {
	out, err := exec.Command("docker", "build", "-q", b.dir).Output()
	b.built = append(b.built, strings.TrimSpace(string(out)))
	return err
}

// tidy removes what Docker has been given.
func (b *bench) tidy() {
	out, err := exec.Command("docker", append([]string{"rmi", "-f", inDocker}, b.built...)...).CombinedOutput()
	if err != nil {
		fmt.Fprintf(os.Stderr, "docker rmi: %v: %s", err, out)
	}
}

// A row is one thing that is measured.
type row struct {
	name  string
	run   func() error
	times []time.Duration
	last  placetest.Counts
}

func (r *row) measure(b *bench) error {
	if err := b.change(); err != nil {
		return err
	}
	b.registry.Count()
	start := now()
	err := r.run()
	r.times = append(r.times, now().Sub(start))
	r.last = b.registry.Count()
	return err
}

func table(rows []row) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "median of %d\ttime\tbytes read\tbytes written\tblobs read\trequests\t\n", rounds)
	for _, r := range rows {
		slices.Sort(r.times)
		fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t\n", r.name, r.times[len(r.times)/2].Round(time.Millisecond),
			r.last.Read, r.last.Written, r.last.Downloads, r.last.Requests)
	}
	return w.Flush()
}
