package secretversion

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
	m := krmtest.ReadMessages(t, map[string][]string{".": {"Errorf", "Warnf", "add"}})
	require.Greater(t, len(m.Formats), 20)
	return m
}

func TestREADMEQuotesTheMessages(t *testing.T) { messages(t).QuotedIn(t, "README.md") }

func TestEveryMessageHasACase(t *testing.T) { messages(t).ToldInCases(t, Function) }

// The README leads to nothing that is not there, in files and on the page.
func TestREADMELinksLeadSomewhere(t *testing.T) {
	data, err := os.ReadFile("README.md")
	require.NoError(t, err)
	readme := string(data)
	var anchors []string
	for _, m := range regexp.MustCompile(`(?m)^##+ (.+)$`).FindAllStringSubmatch(readme, -1) {
		anchor := regexp.MustCompile("[^a-z0-9 -]").ReplaceAllString(strings.ToLower(m[1]), "")
		anchors = append(anchors, "#"+strings.ReplaceAll(anchor, " ", "-"))
	}
	links := regexp.MustCompile(`\]\(([^)#]*)(#[^)]*)?\)`).FindAllStringSubmatch(readme, -1)
	require.NotEmpty(t, links)
	for _, link := range links {
		if link[1] == "" {
			require.Contains(t, anchors, link[2])
		} else if !strings.Contains(link[1], "://") {
			_, err := os.Stat(filepath.FromSlash(link[1]))
			require.NoError(t, err)
		}
	}
}

// The steps of the canary are told with the names that the function gives.
func TestREADMEHasRealNames(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	for _, password := range []string{"not-a-real-one", "another-one"} {
		_, name := withSuffix("db", content{data: map[string][]byte{"PASSWORD": []byte(password)}}.suffix())
		require.Contains(t, string(readme), name)
	}
}
