package rolloutconvert

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDuration(t *testing.T) {
	for name, tc := range map[string]struct {
		text           string
		want           time.Duration
		written, hours string
	}{
		"an SLO's window": {"30d", 30 * day, "30d", "720h"},
		"a soak":          {"2h", 2 * time.Hour, "2h", "2h"},
		"minutes":         {"30m", 30 * time.Minute, "30m", "30m"},
		"seconds become the units that they fill": {"90s", 90 * time.Second, "1m30s", "1m30s"},
		"two units":               {"1h30m", 90 * time.Minute, "1h30m", "1h30m"},
		"a unit between is empty": {"1d1s", day + time.Second, "1d1s", "24h1s"},
		"the longest":             {"3650d", longestDuration, "3650d", "87600h"},
	} {
		t.Run(name, func(t *testing.T) {
			var got Duration
			require.NoError(t, got.UnmarshalText([]byte(tc.text)))
			assert.Equal(t, tc.want, time.Duration(got))
			assert.Equal(t, tc.written, got.String())
			assert.Equal(t, tc.hours, hours(tc.want))
		})
	}
	assert.Equal(t, "0s", hours(0))
}

func TestDurationRefuses(t *testing.T) {
	const form, most = "must be a duration", "must be at most 3650d"
	for name, tc := range map[string]struct{ text, want string }{
		"no unit":                    {"30", form},
		"nothing":                    {"", form},
		"a unit alone":               {"h", form},
		"a fraction":                 {"1.5h", form},
		"below nothing":              {"-1h", form},
		"units the wrong way around": {"30m1h", form},
		"a unit twice":               {"1h1h", form},
		"a unit that varies":         {"1y", form},
		"no time at all":             {"0d", "must be longer than nothing"},
		"longer than anybody means":  {"3651d", most},
		"an overflow to a little":    {"213504d", most},
		"longer in sum":              {"3650d1s", most},
		"longer than a number holds": {"999999999d999999999h999999999m999999999s", most},
		"more digits than anything":  {"9999999999999999999999d", form},
	} {
		t.Run(name, func(t *testing.T) {
			var got Duration
			require.ErrorContains(t, got.UnmarshalText([]byte(tc.text)), tc.want)
			assert.Zero(t, got)
		})
	}
}

func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"30d", "1h30m", "90s", "0s", "3650d", "3650d1s", "1d1h1m1s", "", "m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var d, again Duration
		if d.UnmarshalText([]byte(text)) != nil {
			require.Zero(t, d)
			return
		}
		require.Positive(t, d)
		written, err := d.MarshalText()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalText(written))
		require.Equal(t, d, again)
		inHours, err := time.ParseDuration(hours(time.Duration(d)))
		require.NoError(t, err, "Argo Rollouts reads Go's durations")
		require.Equal(t, time.Duration(d), inHours)
	})
}
