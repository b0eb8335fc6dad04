package sealedsecretrename

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// Every message is told in a golden case, where it can be read as users see it.
func TestEveryMessageHasACase(t *testing.T) {
	var all strings.Builder
	for _, c := range krmtest.Cases(t, "testdata") {
		_, results, err := Function.ProcessFiles(c.Config, c.Input, asTheOperator(c))
		require.NoError(t, err)
		for _, r := range results {
			all.WriteString(r.Message + "\n")
		}
	}
	_, told := messages(t)
	require.Greater(t, len(told), 25)
	for _, format := range told {
		for _, piece := range verb.Split(format, -1) {
			if !strings.Contains(all.String(), piece) {
				t.Errorf("no golden case tells %q; %q is missing", format, piece)
			}
		}
	}
}

// Every change that the function makes, too.
func TestEveryChangeHasACase(t *testing.T) {
	var all strings.Builder
	for _, c := range krmtest.Cases(t, "testdata") {
		_, results, err := Function.ProcessFiles(c.Config, c.Input, asTheOperator(c))
		require.NoError(t, err)
		for _, r := range results {
			if r.Severity == krm.Info {
				all.WriteString(r.Message + "\n")
			}
		}
	}
	for what, piece := range map[string]string{
		"a SealedSecret gets its final name":       "becomes db-",
		"one under its final name moves by a move": "sealed for shop-pr-13/db-",
		"an old object is to go last":              "PruneLast=true",
	} {
		if !strings.Contains(all.String(), piece) {
			t.Errorf("no golden case shows that %s: %q is missing", what, piece)
		}
	}
}

// asTheOperator runs a case with its keys, at a time at which their certificates
// are valid.
func asTheOperator(c krmtest.Case) krm.Options {
	opts := krm.Options{Now: time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)}
	if len(c.Keys) > 0 {
		folder := fstest.MapFS{}
		for _, file := range c.Keys {
			folder[file.Name] = &fstest.MapFile{Data: file.Data, Mode: 0o600}
		}
		opts.Keys = folder
	}
	return opts
}
