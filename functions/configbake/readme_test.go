package configbake

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// messages is what the function tells. What is wrong with a path or an entry of the
// annotation is said in texts of their own: see TestPaths and TestParseBaked.
func messages(t *testing.T) krmtest.Messages {
	t.Helper()
	m := krmtest.ReadMessages(t, map[string][]string{".": {"Errorf", "Warnf", "tell"}})
	require.Greater(t, len(m.Formats), 30)
	return m
}

func TestREADMEQuotesTheMessages(t *testing.T) { messages(t).QuotedIn(t, "README.md") }

func TestEveryMessageHasACase(t *testing.T) { messages(t).ToldInCases(t, Function) }

func TestREADMELinksLeadSomewhere(t *testing.T) { krmtest.LinksLead(t, "README.md") }
