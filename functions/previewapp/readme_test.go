package previewapp

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// messages is what the function tells.
func messages(t *testing.T) krmtest.Messages {
	t.Helper()
	m := krmtest.ReadMessages(t, map[string][]string{".": {"Errorf", "Warnf", "tell", "say"}})
	require.Greater(t, len(m.Formats), 40)
	return m
}

func TestREADMEQuotesTheMessages(t *testing.T) { messages(t).QuotedIn(t, "README.md") }

func TestEveryMessageHasACase(t *testing.T) { messages(t).ToldInCases(t, Function) }

// The README leads to nothing that is not there.
func TestREADMELinksLeadSomewhere(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	links := regexp.MustCompile(`\]\(([^)#]+)(#[^)]*)?\)`).FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, links)
	for _, link := range links {
		if _, err := os.Stat(filepath.FromSlash(link[1])); !strings.Contains(link[1], "://") {
			require.NoError(t, err)
		}
	}
}
