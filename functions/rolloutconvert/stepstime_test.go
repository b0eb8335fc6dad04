package rolloutconvert

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// Beyond 68 years it depends on the controller's processor what becomes of them.
func TestPausesEnd(t *testing.T) {
	for duration, want := range map[string]string{
		"500000h": "", "2147483647s": "",
		"600000h":      "spec.canary.steps[0].pause.duration: is longer than 68 years, which Argo Rollouts cannot count",
		`"2147483648"`: "spec.canary.steps[0].pause.duration: is longer than 68 years, which Argo Rollouts cannot count",
	} {
		problems := checkStrategy(configText(t, "canary: {steps: [{pause: {duration: "+duration+"}}]}"))
		assert.Equal(t, want, strings.Join(messagesOf(problems), "\n"), duration)
	}
}

func TestCanaryTime(t *testing.T) {
	for name, c := range map[string]struct {
		config     string
		least      time.Duration
		indefinite bool
	}{
		"a soak takes its time":                    {"canary: {soak: {weight: 10, duration: 2h}}", 2 * time.Hour, false},
		"pauses add up, in every way of writing":   {"canary: {steps: [{pause: {duration: 10}}, {pause: {duration: \"20\"}}, {pause: {duration: 1h30m}}]}", 90*time.Minute + 30*time.Second, false},
		"fractions of a second are dropped":        {"canary: {steps: [{pause: {duration: 1.9s}}]}", time.Second, false},
		"a pause without a duration has no end":    {"canary: {steps: [{pause: {}}, {pause: {duration: 1m}}]}", time.Minute, true},
		"weights take no time":                     {"canary: {steps: [{setWeight: 10}, {setWeight: 50}]}", 0, false},
		"nothing takes no time":                    {"canary: {}", 0, false},
		"what is no duration is none":              {"canary: {steps: [{pause: {duration: soon}}]}", 0, false},
		"blue-green has no canary":                 {"blueGreen: {activeService: web}", 0, false},
		"many pauses that are as long as possible": {"canary: {steps: [{pause: {duration: 2147483647}}, {pause: {duration: 2147483647}}]}", 2 * 2147483647 * time.Second, false},
	} {
		t.Run(name, func(t *testing.T) {
			strategy, _ := strategyOf(configText(t, c.config), deployment{})
			least, indefinite := canaryTime(strategy)
			assert.Equal(t, c.least, least)
			assert.Equal(t, c.indefinite, indefinite)
		})
	}
	least, indefinite := canaryTime(nil)
	assert.Zero(t, least)
	assert.False(t, indefinite)
}
