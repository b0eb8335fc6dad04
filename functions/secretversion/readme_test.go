package secretversion

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// messages is what the function tells.
func messages(t *testing.T) krmtest.Messages {
	t.Helper()
	m := krmtest.ReadMessages(t, map[string][]string{".": {"Errorf", "Warnf", "add"}, "../../pkg/rename": {"Errorf", "Warnf"}})
	require.Greater(t, len(m.Formats), 20)
	return m
}

func TestREADMEQuotesTheMessages(t *testing.T) { messages(t).QuotedIn(t, "README.md") }

func TestEveryMessageHasACase(t *testing.T) { messages(t).ToldInCases(t, Function) }

func TestREADMELinksLeadSomewhere(t *testing.T) { krmtest.LinksLead(t, "README.md") }

// The steps of the canary are told with the names that the function gives.
func TestREADMEHasRealNames(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, password := range []string{"not-a-real-one", "another-one"} {
		_, name := withSuffix("db", content{data: map[string][]byte{"PASSWORD": []byte(password)}}.suffix())
		require.Contains(t, string(readme), name)
	}
}
