package rolloutconvert

import (
	"math"
	"strconv"
	"strings"
	"time"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// canaryTime says how long a canary takes at least: the sum of its pauses, as they
// stand in a Rollout's spec.strategy. It is indefinite if one of them has no
// duration, and so waits for a person.
func canaryTime(strategy *yaml.Node) (least time.Duration, indefinite bool) {
	for _, step := range elements(given(strategy, "canary", "steps")) {
		pause := given(step, "pause")
		if pause == nil {
			continue
		}
		duration := given(pause, "duration")
		if duration == nil {
			indefinite = true
			continue
		}
		seconds, _ := pauseSeconds(duration)
		least += time.Duration(seconds) * time.Second
	}
	return least, indefinite
}

// pauseSeconds reads the duration of a pause as Argo Rollouts does: a number of
// seconds, with quotes or without, or a duration of Go, of which it drops the
// fractions of a second. The message is empty if it is one.
func pauseSeconds(n *yaml.Node) (seconds int64, message string) {
	if n.Kind != yaml.ScalarNode {
		return 0, "" // told as what it is
	}
	if i, err := strconv.ParseInt(n.Value, 10, 64); err == nil {
		return checkSeconds(i)
	}
	if !isText(n) {
		return 0, "" // told as what it is
	}
	d, err := time.ParseDuration(n.Value)
	if err != nil {
		return 0, badDuration(n.Value)
	}
	return checkSeconds(int64(d / time.Second))
}

// checkSeconds keeps to what Argo Rollouts counts with.
func checkSeconds(i int64) (int64, string) {
	switch {
	case i < 0:
		return 0, "must not be negative"
	case i > math.MaxInt32:
		return 0, "is longer than 68 years, which Argo Rollouts cannot count"
	}
	return i, ""
}

// badDuration says how a duration is written, in hours where somebody meant days.
func badDuration(s string) string {
	for unit, hours := range map[string]int64{"d": 24, "w": 7 * 24} {
		number, ok := strings.CutSuffix(s, unit)
		if n, err := strconv.ParseInt(number, 10, 16); ok && err == nil && n > 0 {
			return "is " + quoted(s) + ", but the longest unit is the hour; write " + strconv.FormatInt(n*hours, 10) + "h"
		}
	}
	return "is " + quoted(s) + ", but must be a duration as in 30s, 10m or 1h30m, or a number of seconds"
}

func (j *judge) pause(duration *yaml.Node, at string) {
	if duration == nil || isNegative(duration) && !isText(duration) {
		return // a negative number is told as that
	}
	if _, message := pauseSeconds(duration); message != "" {
		j.refuse(at, duration, "%s", message)
	}
}

func isNegative(n *yaml.Node) bool {
	i, ok := wholeNumber(n)
	return ok && i < 0
}

// plainDuration judges a duration that has to have a unit.
func (j *judge) plainDuration(n *yaml.Node, at string) {
	if n == nil || !isText(n) || n.Value == "" {
		return
	}
	d, err := time.ParseDuration(n.Value)
	if _, number := strconv.Atoi(n.Value); err != nil && number == nil {
		j.refuse(at, n, "is %s, but needs a unit; write %ss", quoted(n.Value), n.Value)
	} else if err != nil {
		j.refuse(at, n, "%s", strings.TrimSuffix(badDuration(n.Value), ", or a number of seconds"))
	} else if d < 0 {
		j.refuse(at, n, "must not be negative")
	}
}
