package previewenvironment_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

type actions struct {
	On          map[string]struct{ Types []string }
	Permissions map[string]string
	Env         map[string]string
	Jobs        map[string]job
}

type job struct {
	If          string
	Needs       any
	Timeout     int `yaml:"timeout-minutes"`
	Permissions map[string]string
	Concurrency *struct {
		Group  string
		Cancel bool `yaml:"cancel-in-progress"`
	}
	Steps []step
}

type step struct {
	ID   string
	Uses string
	With map[string]any
	Env  map[string]string
	Run  string
}

func workflow(t *testing.T) actions {
	t.Helper()
	var w actions
	require.NoError(t, yaml.Unmarshal([]byte(read(t, "github/preview.yaml")), &w))
	require.Len(t, w.Jobs, 3)
	return w
}

// step is the only step of a job with an id and a script.
func (w actions) step(t *testing.T, job, id string) step {
	t.Helper()
	var found []step
	for _, s := range w.Jobs[job].Steps {
		if s.ID == id && s.Run != "" {
			found = append(found, s)
		}
	}
	require.Len(t, found, 1, "%s: %s", job, id)
	return found[0]
}

// tagOf is the tag that the workflow gives to the image of a pull request.
func tagOf(t *testing.T, number string) string {
	t.Helper()
	known := event("")
	known["github.event.issue.number"] = number
	got := workflow(t).step(t, "build", "tag").run(t, known, "TZ=Asia/Tokyo")
	require.False(t, got.failed, got.said)
	tag, found := strings.CutPrefix(strings.TrimSpace(got.outputs), "tag=")
	require.True(t, found, got.outputs)
	return tag
}

// The image that is pushed is the one that Image Updater looks for, and of all tags
// it takes those of this pull request.
func TestImageUpdaterTakesWhatTheWorkflowPushes(t *testing.T) {
	annotations := applicationAnnotations(t)
	alias, name, _ := strings.Cut(annotations["argocd-image-updater.argoproj.io/image-list"], "=")
	w := workflow(t)
	assert.Equal(t, name, w.Env["IMAGE"])
	var tags []any
	for _, s := range w.Jobs["build"].Steps {
		if strings.HasPrefix(s.Uses, "docker/build-push-action@") {
			assert.Equal(t, true, s.With["push"])
			tags = append(tags, s.With["tags"])
		}
	}
	assert.Equal(t, []any{"${{ env.IMAGE }}:${{ steps.tag.outputs.tag }}"}, tags)

	allowed, isRegexp := strings.CutPrefix(annotations["argocd-image-updater.argoproj.io/"+alias+".allow-tags"], "regexp:")
	require.True(t, isRegexp)
	twelve := regexp.MustCompile(forPull(allowed, "12"))
	assert.Regexp(t, twelve, tagOf(t, "12"))
	for _, other := range []string{"1", "2", "112", "121"} {
		assert.NotRegexp(t, twelve, tagOf(t, other))
	}
}

// By name is by time: the time is UTC on every machine, and always as long.
func TestTheTagHasTheTimeInUTC(t *testing.T) {
	at, err := time.Parse("20060102150405", strings.TrimPrefix(tagOf(t, "12"), "pr-12-"))
	require.NoError(t, err)
	assert.WithinDuration(t, time.Now().UTC(), at, time.Minute)
}

// Only a comment starts it, and only one that begins with the command.
func TestOnlyTheCommandStartsIt(t *testing.T) {
	w := workflow(t)
	assert.Len(t, w.On, 1)
	assert.Equal(t, []string{"created"}, w.On["issue_comment"].Types, "an edited comment is another comment")
	assert.Equal(t, "github.event.issue.pull_request && (github.event.comment.body == '/preview' || startsWith(github.event.comment.body, '/preview '))", w.Jobs["gate"].If)
	const passed = "needs.gate.outputs.sha != ''"
	assert.Equal(t, passed, w.Jobs["build"].If)
	assert.Equal(t, "always() && "+passed, w.Jobs["label"].If)
}

// A comment, a title and the name of a branch are code as soon as they are pasted
// into a script. The condition above compares the comment; nothing else has it.
func TestNothingThatPeopleWriteGetsIntoAScript(t *testing.T) {
	w := workflow(t)
	for name, j := range w.Jobs {
		for _, s := range j.Steps {
			assert.NotContains(t, s.Run, "${{", name)
			assert.NotContains(t, s.Uses, "github-script", name)
		}
	}
	condition := w.Jobs["gate"].If
	text := strings.Join(strings.Fields(read(t, "github/preview.yaml")), " ")
	require.Contains(t, text, condition)
	written := regexp.MustCompile(`\.body\b|\.title\b|\.ref\b|head_ref|\.label\b|toJSON|display_title`)
	assert.Empty(t, written.FindAllString(strings.Replace(text, condition, "", 1), -1))
}

// A tag can be moved to other code; a commit cannot.
func TestActionsArePinnedByCommit(t *testing.T) {
	pinned := regexp.MustCompile(`^\s*- uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	used := 0
	for line := range strings.SplitSeq(read(t, "github/preview.yaml"), "\n") {
		if strings.Contains(line, "uses:") {
			used++
			assert.Regexp(t, pinned, line)
		}
	}
	assert.Positive(t, used)
}

// What a pull request brings meets the right to push images, and no other.
func TestEachJobHasItsRightsAndNoMore(t *testing.T) {
	w := workflow(t)
	assert.NotNil(t, w.Permissions, "without it, a job has what the repository's settings say")
	assert.Empty(t, w.Permissions)
	for name, want := range map[string]map[string]string{
		"gate":  {"pull-requests": "write"},
		"build": {"contents": "read", "packages": "write"},
		"label": {"pull-requests": "write"},
	} {
		assert.Equal(t, want, w.Jobs[name].Permissions, name)
		assert.Positive(t, w.Jobs[name].Timeout, name)
	}
	var checkouts []map[string]any
	for name, j := range w.Jobs {
		for _, s := range j.Steps {
			if strings.HasPrefix(s.Uses, "actions/checkout@") {
				assert.Equal(t, "build", name)
				checkouts = append(checkouts, s.With)
			}
		}
	}
	assert.Equal(t, []map[string]any{{"ref": "${{ needs.gate.outputs.sha }}", "persist-credentials": false}}, checkouts)
	assert.NotContains(t, read(t, "github/preview.yaml"), "secrets.")
}

// A second command on a pull request takes over; other pull requests, and comments
// that are no command, do not.
func TestTheNewestCommandWins(t *testing.T) {
	w := workflow(t)
	build := w.Jobs["build"].Concurrency
	require.NotNil(t, build)
	assert.Equal(t, "preview-${{ github.event.issue.number }}", build.Group)
	assert.True(t, build.Cancel)
	assert.Nil(t, w.Jobs["gate"].Concurrency)
}
