package render

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/build"
)

// A builder builds a folder: YAML, and what is to be told about it. A failure has
// its whole message.
type builder func(ctx context.Context, dir string) (yaml, notes []byte, err error)

// ownBuild is kurumi build in a process of its own: kustomize keeps the OpenAPI
// schema of an environment in a global variable, where the next one would find it.
func ownBuild(ctx context.Context, dir string) (yaml, notes []byte, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, self, "build", dir)
	cmd.Env = append(os.Environ(), build.KeepsVariable+"=1")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = 2 * time.Second // to tidy up after a signal
	inGroup(cmd)
	if err = cmd.Run(); err == nil {
		return stdout.Bytes(), stderr.Bytes(), nil
	}
	if ctx.Err() != nil {
		endGroup(cmd)
		return nil, nil, context.Cause(ctx)
	}
	told := strings.TrimSpace(stderr.String())
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Exited() && told != "" {
		return nil, nil, errors.New(told)
	}
	return nil, nil, errors.New(strings.TrimSpace(fmt.Sprintf("%s\nkurumi build %s: %v", told, dir, err)))
}

// A built environment is its resources, or what is wrong with it.
type built struct {
	environment
	resources []resource
	err       error    // the build's
	problems  []string // the result's
}

// buildAll builds the environments, as many at a time as there are cores.
func buildAll(ctx context.Context, all []environment, build builder, shown *progress) []built {
	results := make([]built, len(all))
	var wait sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, e := range all {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			results[i].environment = e
			if results[i].err = context.Cause(ctx); results[i].err != nil {
				return
			}
			shown.begin(e.name)
			yaml, notes, err := build(ctx, e.path)
			results[i].err = err
			if err == nil {
				results[i].resources, results[i].problems = resources(yaml)
			}
			shown.end(results[i], notes)
		})
	}
	wait.Wait()
	shown.line.Clear()
	return results
}

// collect is the files of all environments, by their paths in the output folder.
func (r *report) collect(results []built, allowSecrets bool) map[string][]byte {
	files := map[string][]byte{}
	for _, b := range results {
		if b.err != nil {
			r.Errorf("%s: %s does not build: %s", b.name, b.path, strings.ReplaceAll(b.err.Error(), "\n", "\n"+b.name+": "))
			continue
		}
		for _, problem := range b.problems {
			r.Errorf("%s: %s", b.name, problem)
		}
		if len(b.resources)+len(b.problems) == 0 {
			r.Errorf("%s: %s builds to nothing, and a deployment that prunes would delete the whole environment; if that is meant, remove the folder", b.name, b.path)
		}
		var ids []id
		for _, res := range b.resources {
			ids = append(ids, res.id)
			for _, secret := range res.secrets {
				if !allowSecrets {
					r.Errorf("%s: %s holds values that everybody could read; commit a SealedSecret instead (kurumi secret seal), or allow them with --allow-secrets", b.name, secret)
				}
			}
		}
		for i, name := range fileNames(ids) {
			files[path.Join(b.name, name)] = b.resources[i].text
		}
	}
	return files
}
