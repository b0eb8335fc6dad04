package previewhost

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// messages is what the function tells.
func messages(t *testing.T) krmtest.Messages {
	t.Helper()
	m := krmtest.ReadMessages(t, map[string][]string{".": {"Errorf", "Warnf", "errorf", "warnf"}})
	require.Greater(t, len(m.Formats), 15)
	return m
}

func TestREADMEQuotesTheMessages(t *testing.T) { messages(t).QuotedIn(t, "README.md") }

func TestEveryMessageHasACase(t *testing.T) { messages(t).ToldInCases(t, Function) }

func TestREADMELinksLeadSomewhere(t *testing.T) { krmtest.LinksLead(t, "README.md") }
