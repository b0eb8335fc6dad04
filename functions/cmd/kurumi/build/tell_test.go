package build

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAPipelineIsSuggestedOnceAndToPeopleOnly(t *testing.T) {
	one := &run{Folder: "base", Config: "PreviewHost a", Function: "preview-host"}
	again := &run{Folder: "base", Config: "PreviewHost a", Function: "preview-host"}
	elsewhere := &run{Folder: "overlay", Config: "PreviewHost b", Function: "preview-host"}
	guard := &run{Folder: "overlay", Config: "the config made"}
	other := &run{Folder: "base", Config: "RolloutConvert a", Function: "rollout-convert"}
	third := &run{Folder: "base", Config: "SealedSecretRename a", Function: "sealedsecret-rename"}
	for _, tt := range []struct {
		runs     []*run
		terminal bool
		told     int
	}{
		{[]*run{one}, true, 0},
		{[]*run{one, again, guard, elsewhere}, true, 0},
		{[]*run{one, elsewhere, other, third}, true, 1},
		{[]*run{one, elsewhere, other, third}, false, 0},
	} {
		var b strings.Builder
		warn(&b, tt.terminal, tt.runs)
		assert.Equal(t, tt.told, strings.Count(b.String(), "several functions ran one after the other in base; a Pipeline"))
		assert.Equal(t, tt.told, strings.Count(b.String(), "\n"))
	}
}

func TestAWarningIsToldOnce(t *testing.T) {
	var b strings.Builder
	warn(&b, false, []*run{{Warnings: []string{"newer"}}, {Warnings: []string{"newer", "newest"}}, {}})
	assert.Equal(t, "kurumi build: warning: newer\nkurumi build: warning: newest\n", b.String())
}

func TestWarningsOfFunctionsAreOneLineEach(t *testing.T) {
	said := "preview-host: 2 warnings\nwarning: Ingress a: spec.rules: serves every host;\n  rules:\n  - {from: a}\nwarning: Secret b: c\n"
	want := []string{"Ingress a: spec.rules: serves every host; rules: - {from: a}", "Secret b: c"}
	assert.Equal(t, want, toldWarnings(said))
	assert.Empty(t, toldWarnings("kev-check: 1 error; nothing was changed\nerror: a\n  b\n"))
	assert.Empty(t, toldWarnings(""))

	twice := &run{Function: "preview-host", Told: want[1:], Warnings: []string{"newer"}}
	assert.Equal(t, []string{"kurumi build: warning: newer", "preview-host: warning: Secret b: c"}, allWarnings([]*run{twice, twice}))
}
