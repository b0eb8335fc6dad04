package configintheimage_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A step is a command of the README, and what the README says it prints.
type step struct{ command, output string }

var (
	console = regexp.MustCompile("(?ms)^( *)```console\n(.*?)^ *```$")
	prompt  = regexp.MustCompile(`(?m)^\$ `)
	spaces  = regexp.MustCompile(` {2,}`) // the columns of a table are as wide as the registry's name
)

// steps is the commands of a text, in their order.
func steps(t *testing.T, text string) []step {
	t.Helper()
	var all []step
	for _, block := range console.FindAllStringSubmatch(text, -1) {
		text := strings.ReplaceAll("\n"+block[2], "\n"+block[1], "\n") // as it is in a list
		for _, one := range prompt.Split(text, -1)[1:] {
			var s step
			for line := range strings.Lines(one) {
				if s.command == "" || strings.HasSuffix(s.command, "\\\n") {
					s.command += line
				} else {
					s.output += line
				}
			}
			all = append(all, s)
		}
	}
	require.NotEmpty(t, all)
	return all
}

// says holds what was printed against the README, where … stands for anything.
func says(t *testing.T, s step, got string) {
	t.Helper()
	want := regexp.QuoteMeta(spaces.ReplaceAllString(s.output, "  "))
	want = "^(?s:" + strings.ReplaceAll(want, "…", ".+?") + ")$"
	assert.Regexp(t, want, spaces.ReplaceAllString(got, "  "), "$ %s", s.command)
}

// inREADME is the README for a world, whose registry and folder have other names.
func (w *world) inREADME(text string) string {
	return strings.NewReplacer(registryInREADME, w.name, "/tmp/shop", w.tmp).Replace(text)
}

// With a registry, the README's commands do without Docker: that is what it says
// below "In CI".
func TestREADMEInCI(t *testing.T) {
	w := newWorld(t)
	text := strings.NewReplacer("--from docker-daemon: ", "", "docker-daemon:", "").Replace(read(t, "README.md"))
	for _, s := range steps(t, w.inREADME(text)) {
		switch {
		case strings.HasPrefix(s.command, "docker build "):
			w.pushBase(read(t, w.tmp+"/api"))
		case strings.Contains(s.command, "docker run "):
		default:
			says(t, s, w.run(s.command))
		}
	}
	assert.Equal(t, w.digest("20261101-093000"), w.digest("20261103-090000"), "the revert")
	assert.NotEqual(t, w.digest("20261101-093000"), w.digest("20261102-140500"))
}

func (w *world) digest(tag string) string {
	w.Helper()
	digest, err := w.image(tag).Digest()
	require.NoError(w, err)
	return digest.String()
}

// All steps with Docker, as they stand: the program in the image prints what was in
// the ConfigMap.
func TestREADMEStepByStep(t *testing.T) {
	needDocker(t)
	w := newWorld(t)
	w.use("kurumi-example-test")
	_, text, found := strings.Cut(read(t, "README.md"), "\n## Step by step\n")
	require.True(t, found)
	text, _, found = strings.Cut(text, "\n## In CI\n")
	require.True(t, found)
	text = w.inREADME(text)
	for _, tag := range regexp.MustCompile(w.name+`/api:[\w-]+`).FindAllString(text, -1) {
		t.Cleanup(func() { _ = exec.Command("docker", "rmi", "-f", tag).Run() })
	}
	ran := 0
	for _, s := range steps(t, text) {
		got := w.run(s.command)
		if strings.HasPrefix(s.command, "docker build ") { // a builder has its own way to tell
			continue
		}
		says(t, s, got)
		ran += strings.Count(s.command, "docker run ")
	}
	assert.Positive(t, ran)
}

// needDocker skips, loudly, or fails in CI.
func needDocker(t *testing.T) {
	t.Helper()
	out, err := exec.Command("docker", "version").CombinedOutput()
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("docker cannot be used, and in CI nothing is skipped: %v: %s", err, out)
	default:
		t.Skipf("NOT TESTED for want of docker: %v: %s", err, out)
	}
}
