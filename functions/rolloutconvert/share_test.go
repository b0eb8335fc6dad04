package rolloutconvert

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShare(t *testing.T) {
	for name, tc := range map[string]struct {
		text     string
		want     Share
		fraction string
		written  string
	}{
		"a whole percentage":                          {"1%", 10_000_000, "0.01", "1%"},
		"an objective":                                {"99.9%", 999_000_000, "0.999", "99.9%"},
		"what floating point would garble":            {"99.99%", 999_900_000, "0.9999", "99.99%"},
		"the same, as a small limit":                  {"0.1%", 1_000_000, "0.001", "0.1%"},
		"the smallest that can be told":               {"0.0000001%", 1, "0.000000001", "0.0000001%"},
		"the largest":                                 {"99.9999999%", 999_999_999, "0.999999999", "99.9999999%"},
		"needless zeros go":                           {"05.500%", 55_000_000, "0.055", "5.5%"},
		"a half, whose zeros before the point remain": {"50%", 500_000_000, "0.5", "50%"},
	} {
		t.Run(name, func(t *testing.T) {
			var got Share
			require.NoError(t, got.UnmarshalText([]byte(tc.text)))
			assert.Equal(t, tc.want, got)
			assert.Equal(t, tc.fraction, got.fraction())
			assert.Equal(t, tc.written, got.String())
		})
	}
}

func TestShareRefuses(t *testing.T) {
	const form, bounds = "must be a percentage", "must be more than 0% and less than 100%"
	for name, tc := range map[string]struct{ text, want string }{
		"no budget at all":                  {"100%", bounds},
		"nothing to keep":                   {"0%", bounds},
		"nothing, in more digits":           {"0.0000000%", bounds},
		"more than everything":              {"101%", bounds},
		"no sign: a tenth or a thousandth?": {"0.001", form},
		"a word":                            {"high", form},
		"nothing":                           {"", form},
		"a sign alone":                      {"%", form},
		"below nothing":                     {"-1%", form},
		"an exponent":                       {"1e1%", form},
		"more decimals than are counted":    {"0.00000001%", form},
		"a decimal comma":                   {"99,9%", form},
		"a space":                           {"99.9 %", form},
		"a point without decimals":          {"99.%", form},
		"digits of another script":          {"٩٩%", form},
	} {
		t.Run(name, func(t *testing.T) {
			got := Share(7)
			require.ErrorContains(t, got.UnmarshalText([]byte(tc.text)), tc.want)
			assert.Equal(t, Share(7), got, "is left as it was")
		})
	}
}

func FuzzShare(f *testing.F) {
	for _, seed := range []string{"1%", "99.9%", "0.0000001%", "100%", "0%", "007.70%", "1", "", "%", "999%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var s, again Share
		if s.UnmarshalText([]byte(text)) != nil {
			require.Zero(t, s)
			return
		}
		require.Positive(t, s)
		require.Less(t, s, entire)
		written, err := s.MarshalText()
		require.NoError(t, err)
		require.NoError(t, again.UnmarshalText(written))
		require.Equal(t, s, again)
		rewritten, err := again.MarshalText()
		require.NoError(t, err)
		require.Equal(t, written, rewritten)
	})
}
