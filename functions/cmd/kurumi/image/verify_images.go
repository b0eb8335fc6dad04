package image

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/layers"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place"
	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// lookInto looks into each image once, several at the same time.
func (v *verifier) lookInto(ctx context.Context, p *progress, claims []claim) []row {
	v.cache = layers.DefaultCache()
	answers := make([][]row, len(claims))
	var images []string
	about := map[string][]int{}
	for i, c := range claims {
		if c.problem != "" {
			answers[i] = []row{c.row()}
			continue
		}
		if about[c.image] == nil {
			images = append(images, c.image)
		}
		about[c.image] = append(about[c.image], i)
	}
	var mu sync.Mutex
	done := 0
	p.phase(fmt.Sprintf("0 of %s", tell.Count(len(images), "image")))
	parallel(len(images), v.flags.jobs, func(i int) {
		v.image(ctx, images[i], claims, about[images[i]], answers)
		mu.Lock()
		defer mu.Unlock()
		done++
		p.phase(fmt.Sprintf("%d of %s", done, tell.Count(len(images), "image")))
	})
	return slices.Concat(answers...)
}

func parallel(n, jobs int, fn func(i int)) {
	next := make(chan int)
	var all sync.WaitGroup
	for range min(n, jobs) {
		all.Go(func() {
			for i := range next {
				fn(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// image answers all claims about an image.
func (v *verifier) image(ctx context.Context, image string, claims []claim, about []int, answers [][]row) {
	source, err := v.open(ctx, image)
	if err != nil {
		for _, i := range about {
			r := claims[i].row()
			r.Error = strings.TrimPrefix(err.Error(), "docker://"+image+": ")
			answers[i] = []row{r}
		}
		return
	}
	defer source.Close() //nolint:errcheck // a temporary file, of which nothing more is needed
	for _, img := range source.Images() {
		in := &lookup{image: img.Image, checks: v.flags.check}
		in.files = layers.New(img.Image, layers.Options{Cache: v.cache})
		for _, i := range about {
			r := claims[i].row()
			r.Platform, r.several = img.Platform.String(), source.Index != nil
			r.Error = "is for " + img.Platform.OS + "; only images for linux can be looked into; choose others with --platform"
			if img.Platform.OS == "linux" || img.Platform.OS == "" {
				r.Error = in.problem(ctx, claims[i])
			}
			r.OK = r.Error == ""
			answers[i] = append(answers[i], r)
		}
	}
}

// open finds an image where --from says. In an OCI layout it goes by its whole
// name, or its tag alone.
func (v *verifier) open(ctx context.Context, image string) (*place.Source, error) {
	ref, err := name.ParseReference(image)
	if err != nil {
		return nil, errors.New("is no image: it is a placeholder, or misspelled")
	}
	switch {
	case v.flags.from == "":
		return place.Open(ctx, "docker://"+image, v.opt)
	case strings.HasPrefix(v.flags.from, "oci:"):
		if source, err := place.Open(ctx, v.flags.from+":"+image, v.opt); err == nil {
			return source, nil
		}
		return place.Open(ctx, v.flags.from+":"+ref.Identifier(), v.opt)
	case v.flags.from == "docker-daemon:":
		return place.Open(ctx, v.flags.from+image, v.opt)
	}
	return place.Open(ctx, v.flags.from+":"+image, v.opt)
}
