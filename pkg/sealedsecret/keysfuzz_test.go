package sealedsecret_test

import (
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

var (
	pemBody  = regexp.MustCompile(`(?s)-----BEGIN[^\n]*\n(.*?)(?:-----|$)`)
	longWord = regexp.MustCompile(`[0-9A-Za-z+/=]{8,}`)
	ownWord  = regexp.MustCompile(`^[a-z/]+$`) // of a sentence; random bytes have more than that
)

// ourWords are in the messages whatever a file holds.
var ourWords = strings.Join([]string{exportAgain, exportByName, "metadata.creationTimestamp stringData: defaultMode: SealedSecret Ed25519"}, " ")

// leak finds eight bytes of a PEM block, or of a field that could be one, in a text.
func leak(content, shown string) string {
	var bodies []string
	for _, m := range pemBody.FindAllStringSubmatch(content, -1) {
		bodies = append(bodies, m[1])
	}
	for _, body := range bodies {
		for _, word := range longWord.FindAllString(body, -1) {
			for i := 0; i+8 <= len(word); i++ {
				part := word[i : i+8]
				if !ownWord.MatchString(part) && !strings.Contains(ourWords, part) && strings.Contains(shown, part) {
					return part
				}
			}
		}
	}
	return ""
}

// FuzzLoadKeys reads any content, as a key file and as moves, alone and beside a
// good key: it never panics, gives either keys or errors, and no problem shows
// any of a key's text.
func FuzzLoadKeys(f *testing.F) {
	k := keyPairs()
	good := []byte(pkcs1(k[3]))
	s := keySecret{key: pkcs1(k[0]), crt: crt(0, 2024), made: "2024-01-01T00:00:00Z", label: "active"}
	for _, seed := range []string{
		"", "[]", "a: &a [*a]", "- {from: a, to: 'b*', names: [c]}", "\xff\xfe", "kind: *MIIEpAIBAAKCAQEA",
		pkcs8(k[0]), pkcs1(k[1]) + crt(1, 2024), pkcs8(k[0])[:700], pkcs8(k[0])[300:], crt(0, 2024), unfit(), encrypted("RSA PRIVATE KEY"),
		s.yaml(), s.json(), s.yaml() + "---\n" + s.json(), keyList("List", s.object(), s.object()), keyList("SecretList", s.object()),
		"apiVersion: v1\nkind: Secret\nstringData:\n  tls.key: |\n" + "    " + strings.ReplaceAll(pkcs8(k[0]), "\n", "\n    "),
		"apiVersion: v1\nkind: List\nitems: [" + pkcs8(k[0]) + "]", "- " + pkcs8(k[0]) + ": x", "kind: " + pkcs8(k[0]),
		"-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n: [",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		for _, folder := range []fstest.MapFS{
			{"file": {Data: content}},
			{"file.yaml": {Data: content, Mode: 0o644}, "tls.key": {Data: good}},
			{"moves.yaml": {Data: content}, "a/moves.yaml": {Data: content}, "tls.key": {Data: good}},
		} {
			keys, problems := sealedsecret.LoadKeys(folder, keyNow)
			checkProblems(t, string(content), problems, keys == nil)
			require.True(t, keys == nil || len(keys.Private) > 0 && keys.Recipient != nil)
		}
		key, problems := sealedsecret.ReadCertificate("file", content, keyNow)
		checkProblems(t, string(content), problems, key == nil)
	})
}

func checkProblems(t *testing.T, content string, problems []sealedsecret.Problem, refused bool) {
	t.Helper()
	failed := false
	for _, p := range problems {
		failed = failed || !p.Warning
		require.Empty(t, leak(content, p.String()), p.String())
		require.NotContains(t, p.String(), "\n")
		require.Less(t, len(p.String()), 1000)
	}
	require.Equal(t, failed, refused, problems)
}
