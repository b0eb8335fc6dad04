//go:build unix

package render

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// kills is how often a run is killed, at ever later moments.
const kills = 30

// versionTrees renders both versions elsewhere, and leaves version 0 in place.
func versionTrees(t *testing.T, r repo) [2]map[string]string {
	t.Helper()
	var trees [2]map[string]string
	for _, version := range []int{1, 0} {
		other := newRepo(t)
		other.versions(t, version)
		other.run(t, "kurumi-fast")
		trees[version] = other.tree(t, "generated")
	}
	require.NotEqual(t, trees[0], trees[1])
	r.versions(t, 0)
	return trees
}

// writing starts a render, and returns when it begins to write.
func writing(t *testing.T, r repo, program string) (cmd *exec.Cmd, ended chan error) {
	t.Helper()
	cmd = r.kurumi(t.Context(), program)
	require.NoError(t, cmd.Start())
	ended = make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		if _, err := os.Lstat(filepath.Join(r.dir, nextTree)); err == nil || len(ended) > 0 {
			return cmd, ended
		}
		time.Sleep(50 * time.Microsecond)
	}
}

// writingTakes is how long a render writes, as a rule.
func writingTakes(t *testing.T, r repo, program string) time.Duration {
	t.Helper()
	var all []time.Duration
	for i := range 5 {
		r.versions(t, (i+1)%2)
		_, ended := writing(t, r, program)
		begin := time.Now()
		require.NoError(t, <-ended)
		all = append(all, time.Since(begin))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// killed runs a render and kills it some time after it began to write. It reports
// whether it was still at it.
func killed(t *testing.T, r repo, program string, after time.Duration) bool {
	t.Helper()
	cmd, ended := writing(t, r, program)
	time.Sleep(after)
	_ = cmd.Process.Kill()
	return <-ended != nil
}

func TestAKilledRunLeavesTheOldTreeOrTheNewOne(t *testing.T) {
	r := newRepo(t)
	trees := versionTrees(t, r)
	r.run(t, "kurumi-fast")
	takes := writingTakes(t, r, "kurumi-fast")
	out := filepath.Join(r.dir, "generated")

	var stop atomic.Bool
	reads := make(chan int)
	go func() {
		n := 0
		for ; !stop.Load(); n++ {
			is, err := readTree(out)
			if errors.Is(err, errReplaced) {
				continue
			}
			if assert.NoError(t, err, "at any moment there is a tree") {
				assert.Contains(t, trees[:], is, "and it is one of the two")
			}
			time.Sleep(time.Millisecond)
		}
		reads <- n
	}()
	hit, swapped := 0, 0
	for i := range kills {
		r.versions(t, 1)
		if killed(t, r, "kurumi-fast", takes*time.Duration(i)/kills) {
			hit++
		}
		switch after := r.tree(t, "generated"); {
		case assert.ObjectsAreEqual(trees[1], after):
			swapped++
		default:
			assert.Equal(t, trees[0], after)
		}
		r.versions(t, 0)
		r.run(t, "kurumi-fast")
		assert.Equal(t, trees[0], r.tree(t, "generated"))
		assert.Equal(t, []string{"generated", "overlays"}, r.names(t), "nothing is left beside it")
	}
	stop.Store(true)
	assert.Positive(t, <-reads)
	t.Logf("%d of %d runs were killed while they wrote, within %v; %d got as far as the new tree", hit, kills, takes, swapped)
	assert.GreaterOrEqual(t, hit, kills/4, "too few were killed in time")
	assert.Positive(t, swapped, "all were killed too early")
}

// Where two folders cannot be exchanged, there is a moment without a tree. It is
// beside then, and the next run puts it back, whether that can build or not.
func TestAKilledRunIsPutRightByTheNextWithoutExchange(t *testing.T) {
	r := newRepo(t)
	trees := versionTrees(t, r)
	r.run(t, "kurumi-dance")
	takes := writingTakes(t, r, "kurumi-dance")
	hit := 0
	for i := range kills / 2 {
		r.versions(t, (i+1)%2)
		if killed(t, r, "kurumi-dance", takes*time.Duration(i)/(kills/2)) {
			hit++
		}
		r.environment(t, "staging", "a: b\n")
		r.fails(t, "kurumi-dance")
		assert.Contains(t, trees[:], r.tree(t, "generated"))
		assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
	}
	assert.GreaterOrEqual(t, hit, kills/8, "too few were killed in time")
}

// The moments between the renames, which a kill hardly ever hits.
func TestARunThatWasKilledBetweenTheRenamesIsPutRight(t *testing.T) {
	for name, tc := range map[string]struct {
		renames [][2]string // of trees, in the folder
		version int         // that the next run finds
	}{
		"before the first": {nil, 0},
		"after the first":  {[][2]string{{"generated", lastTree}}, 0},
		"after the second": {[][2]string{{"generated", lastTree}, {nextTree, "generated"}}, 1},
		"after the third":  {[][2]string{{"generated", lastTree}, {nextTree, "generated"}, {lastTree, nextTree}}, 1},
		"the very first":   {[][2]string{{"generated", "overlays/generated"}}, -1},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			trees := versionTrees(t, r)
			r.run(t, "kurumi-dance")
			r.versions(t, 1)
			r.run(t, "kurumi-dance", "--out", nextTree)
			for _, names := range tc.renames {
				require.NoError(t, os.Rename(filepath.Join(r.dir, names[0]), filepath.Join(r.dir, names[1])))
			}
			r.environment(t, "staging", "a: b\n")
			r.fails(t, "kurumi-dance")
			if tc.version < 0 {
				assert.NoDirExists(t, filepath.Join(r.dir, "generated"))
				assert.Equal(t, []string{"overlays"}, r.names(t))
				return
			}
			assert.Equal(t, trees[tc.version], r.tree(t, "generated"))
			assert.Equal(t, []string{"generated", "overlays"}, r.names(t))
		})
	}
}
