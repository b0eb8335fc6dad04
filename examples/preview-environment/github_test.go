package previewenvironment_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What the test's GitHub answers, and where it writes down what it is asked to do.
const (
	answerPermission = "TEST_PERMISSION"
	answerPull       = "TEST_PULL"
	requests         = "TEST_REQUESTS"
)

// answerAsGitHub is gh api for what the workflow asks: a commenter's permission, and
// the pull request. What it is to write it notes.
func answerAsGitHub(args []string) int {
	args = slices.DeleteFunc(args, func(arg string) bool { return arg == "--silent" })
	if os.Getenv("GH_TOKEN") == "" || len(args) < 2 || args[0] != "api" {
		return 4
	}
	path, options := args[1], args[2:]
	permission, pull := os.Getenv(answerPermission), os.Getenv(answerPull)
	switch {
	case len(options) == 2 && options[0] == "-f":
		return note(path + " " + options[1])
	case path == "repos/example/shop/collaborators/someone/permission" && slices.Equal(options, []string{"--jq", ".permission"}) && permission != "":
		fmt.Fprintln(os.Stdout, permission)
		return 0
	case path == "repos/example/shop/pulls/12" && len(options) == 0 && pull != "":
		fmt.Fprintln(os.Stdout, pull)
		return 0
	}
	fmt.Fprintln(os.Stderr, "gh: Not Found (HTTP 404)", args)
	return 1
}

func note(request string) int {
	f, err := os.OpenFile(os.Getenv(requests), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return 1
	}
	defer f.Close()
	fmt.Fprintln(f, strings.TrimPrefix(request, "repos/example/shop/issues/"))
	return 0
}

// A run is what became of a script.
type run struct {
	failed   bool
	outputs  string // as GITHUB_OUTPUT has them
	requests []string
	said     string
}

// event is what a script may know of the event, and of the jobs before it. None of it
// is a text that somebody wrote.
func event(result string) map[string]string {
	return map[string]string{
		"github.token":                    "test",
		"github.repository":               "example/shop",
		"github.event.issue.number":       "12",
		"github.event.comment.id":         "34",
		"github.event.comment.user.login": "someone",
		"needs.build.result":              result,
	}
}

var expression = regexp.MustCompile(`^\$\{\{ (\S+) }}$`)

// run runs a step's script as GitHub's runner on Linux does.
func (s step) run(t *testing.T, known map[string]string, env ...string) run {
	t.Helper()
	for _, program := range []string{"bash", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			require.Empty(t, os.Getenv("CI"), err)
			t.Skipf("NOT TESTED for want of %s: %v", program, err)
		}
	}
	dir := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(dir, "gh")))
	outputs, noted := filepath.Join(dir, "outputs"), filepath.Join(dir, "requests")
	cmd := exec.CommandContext(t.Context(), "bash", "-e", "-c", s.Run)
	cmd.Env = slices.Concat(env, []string{"PATH=" + dir + string(os.PathListSeparator) + os.Getenv("PATH"), "GITHUB_OUTPUT=" + outputs, requests + "=" + noted})
	for name, value := range s.Env {
		match := expression.FindStringSubmatch(value)
		require.NotNil(t, match, "%s: %s", name, value)
		require.Contains(t, known, match[1], name)
		cmd.Env = append(cmd.Env, name+"="+known[match[1]])
	}
	said, err := cmd.CombinedOutput()
	r := run{failed: err != nil, said: string(said)}
	if text, err := os.ReadFile(outputs); err == nil {
		r.outputs = string(text)
	}
	if text, err := os.ReadFile(noted); err == nil {
		r.requests = strings.Split(strings.TrimSpace(string(text)), "\n")
	}
	return r
}

func pull(state, repository string) string {
	return `{"state": "` + state + `", "head": {"sha": "89abcdef0123456789abcdef0123456789abcdef", "ref": "$(touch x)", "repo": ` + repository + `}}`
}

const own = `{"full_name": "example/shop"}`

func TestWhoMayBuildWhat(t *testing.T) {
	gate := workflow(t).step(t, "gate", "check")
	for name, c := range map[string]struct{ permission, pull, said string }{
		"somebody who may write":       {"write", pull("open", own), ""},
		"an administrator":             {"admin", pull("open", own), ""},
		"a stranger":                   {"read", pull("open", own), "no write permission"},
		"nobody":                       {"none", pull("open", own), "no write permission"},
		"somebody GitHub cannot find":  {"", pull("open", own), "404"},
		"a closed pull request":        {"write", pull("closed", own), "is closed"},
		"a fork":                       {"write", pull("open", `{"full_name": "stranger/shop"}`), "in a fork"},
		"a fork that is no longer":     {"write", pull("open", "null"), "in a fork"},
		"no pull request of that name": {"write", "", "404"},
	} {
		t.Run(name, func(t *testing.T) {
			got := gate.run(t, event(""), answerPermission+"="+c.permission, answerPull+"="+c.pull)
			assert.Contains(t, got.said, c.said)
			if c.said == "" {
				assert.False(t, got.failed, got.said)
				assert.Equal(t, "sha=89abcdef0123456789abcdef0123456789abcdef\n", got.outputs)
				assert.Equal(t, []string{"comments/34/reactions content=eyes"}, got.requests)
				return
			}
			assert.Empty(t, got.outputs, "without it nothing is built")
			if c.permission != "write" {
				assert.Empty(t, got.requests, "strangers cannot make it talk")
			}
		})
	}
}

func TestARefusalIsExplained(t *testing.T) {
	got := workflow(t).step(t, "gate", "check").run(t, event(""), answerPermission+"=write", answerPull+"="+pull("closed", own))
	assert.True(t, got.failed)
	assert.Equal(t, []string{"comments/34/reactions content=-1", "12/comments body=No preview: the pull request is closed."}, got.requests)
}

// The label comes after the image, and only then.
func TestTheLabelComesWithAnImage(t *testing.T) {
	labels := decode[[]string](t, rendered(t, "argocd.yaml"), "ApplicationSet", "spec", "generators", "0", "pullRequest", "github", "labels")
	require.Len(t, labels, 1)
	step := workflow(t).step(t, "label", "")
	for result, want := range map[string][]string{
		"success":   {"12/labels labels[]=" + labels[0], "comments/34/reactions content=rocket"},
		"failure":   {"comments/34/reactions content=confused"},
		"skipped":   {"comments/34/reactions content=confused"},
		"cancelled": nil,
	} {
		got := step.run(t, event(result))
		assert.False(t, got.failed, got.said)
		assert.Equal(t, want, got.requests, result)
	}
}
