package secretversion

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

func TestREADME(t *testing.T) {
	krmtest.README(t, Function, 20, map[string][]string{".": {"Errorf", "Warnf", "add"}, "../../pkg/rename": {"Errorf", "Warnf"}})
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
