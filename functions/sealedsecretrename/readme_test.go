package sealedsecretrename

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// messages is what the function tells. What is wrong with a SealedSecret is found
// out in pkg/sealedsecret, and its texts come from pkg/sealed. About the operator's
// keys, whose mistakes each have their own remedy, the README has one line.
func messages(t *testing.T) krmtest.Messages {
	t.Helper()
	m := krmtest.ReadMessages(t, map[string][]string{
		".": {"Errorf", "Warnf", "tell"}, "../../pkg/rename": {"Errorf", "Warnf"}, "../../pkg/sealedsecret": {"add"}, "../../pkg/sealed": nil,
	})
	require.Greater(t, len(m.Formats), 25)
	return m
}

func TestREADMEQuotesTheMessages(t *testing.T) { messages(t).QuotedIn(t, "README.md") }

func TestEveryMessageHasACase(t *testing.T) { messages(t).ToldInCases(t, Function) }

func TestREADMELinksLeadSomewhere(t *testing.T) { krmtest.LinksLead(t, "README.md") }
