package sealedsecret_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

func TestLoadKeys(t *testing.T) {
	k := keyPairs()
	indented := strings.ReplaceAll("\n"+strings.TrimSpace(pkcs8(k[0])), "\n", "\n    ")
	for name, tc := range map[string]struct {
		files keyFiles
		want  string
		warn  string
	}{
		"one key needs nothing beside it": {keyFiles{"tls.key": pkcs8(k[0])}, "0, recipient 0", ""},
		"PKCS1 is what the controller writes, and the name of a file says nothing": {
			keyFiles{"old/of/2024": pkcs1(k[1])}, "1, recipient 1", ""},
		"the newest certificate decides, in the same file or in another, not the name or the order": {
			keyFiles{"a.pem": crt(0, 2023) + pkcs8(k[0]), "b.pem": pkcs8(k[1]), "z/crt": crt(1, 2025), "c.pem": pkcs1(k[2]) + crt(2, 2024)},
			"1 2 0, recipient 1", ""},
		"explanations around PEM, CRLF and a byte order mark are no mistakes": {
			keyFiles{"key": "\xef\xbb\xbf" + strings.ReplaceAll("Bag Attributes\n"+pkcs8(k[0])+"\nsubject=\n", "\n", "\r\n")}, "0, recipient 0", ""},
		"a Secret as YAML": {keyFiles{"s.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2024)}.yaml()}, "0, recipient 0", ""},
		"a Secret as JSON with tabs, in a file of any name": {
			keyFiles{"s": keySecret{key: pkcs1(k[0]), crt: crt(0, 2024)}.json()}, "0, recipient 0", ""},
		"stringData is plain text": {
			keyFiles{"s.yaml": "apiVersion: v1\nkind: Secret\nstringData:\n  tls.key: |" + indented + "\n"}, "0, recipient 0", ""},
		"several documents, empty ones among them": {
			keyFiles{"s.yaml": "# keys\n---\n" + keySecret{key: pkcs1(k[0]), crt: crt(0, 2024)}.yaml() + "---\n---\n" + keySecret{key: pkcs1(k[1]), crt: crt(1, 2023)}.yaml()},
			"0 1, recipient 0", ""},
		"a List": {
			keyFiles{"l.json": keyList("List", keySecret{key: pkcs1(k[0]), crt: crt(0, 2023)}.object(), keySecret{key: pkcs1(k[1]), crt: crt(1, 2024)}.object())},
			"1 0, recipient 1", ""},
		"a SecretList from the API, whose items have no kind": {
			keyFiles{"l.json": keyList("SecretList", map[string]any{"data": keySecret{key: pkcs1(k[0])}.object()["data"]})}, "0, recipient 0", ""},
		"without certificates the Secret's age decides": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), made: "2024-01-02T00:00:00Z"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), made: "2024-01-01T00:00:00Z"}.yaml()},
			"0 1, recipient 0", ""},
		"the certificate counts more than the Secret's age, for a restored Secret is young": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2023), made: "2025-05-01T00:00:00Z"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), crt: crt(1, 2024), made: "2024-01-01T00:00:00Z"}.yaml()},
			"1 0, recipient 1", ""},
		"a byte order mark may stand right before PEM": {keyFiles{"key": "\xef\xbb\xbf" + pkcs8(k[0])}, "0, recipient 0", ""},
		"the certificate that expired is the recipient's, not the newest": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2025), label: "compromised"}.yaml(), "b": pkcs8(k[1]) + crt(1, 2022)}, "0 1, recipient 1",
			"warning: b: has a certificate that expired on 2024-01-01, which the controller goes on using; renew the controller's key\n"},
		"certificates of the same day leave it to the Secret's age": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2024), made: "2024-01-01T00:00:00Z"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), crt: crt(1, 2024), made: "2024-01-02T00:00:00Z"}.yaml()},
			"1 0, recipient 1", ""},
		"and not to the fingerprint": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2024), made: "2024-01-02T00:00:00Z"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), crt: crt(1, 2024), made: "2024-01-01T00:00:00Z"}.yaml()},
			"0 1, recipient 0", ""},
		"the same key twice is one, made when the earlier of its Secrets was": {
			keyFiles{
				"a.yaml": keySecret{key: pkcs1(k[0]), made: "2024-01-01T00:00:00Z"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), made: "2024-02-01T00:00:00Z"}.yaml(),
				"c.yaml": keySecret{key: pkcs8(k[0]), made: "2024-03-01T00:00:00Z"}.yaml()},
			"1 0, recipient 1", ""},
		"a copy that does not know its age takes none away, nor does a time without quotes, nor null": {
			keyFiles{
				"a.yaml": keySecret{key: pkcs1(k[0]), made: "2024-01-01T00:00:00Z"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[0])}.yaml(),
				"c.yaml": strings.ReplaceAll(keySecret{key: pkcs8(k[1]), made: "2023-03-01T00:00:00Z"}.yaml(), `"`, ""),
				"d.yaml": strings.ReplaceAll(keySecret{key: pkcs8(k[1]), made: "null"}.yaml(), `"`, "")},
			"0 1, recipient 0", ""},
		"of two certificates for a key the newer counts": {
			keyFiles{"a": pkcs8(k[0]) + crt(0, 2023), "b": pkcs8(k[1]) + crt(1, 2024), "c": crt(0, 2025)}, "0 1, recipient 0", ""},
		"a key marked as compromised opens, but nobody seals for it": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2025), label: "compromised"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), crt: crt(1, 2024), label: "active"}.yaml()},
			"0 1, recipient 1", ""},
		"a copy of a compromised key makes it no better": {
			keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2025), label: "compromised"}.yaml(), "b.yaml": keySecret{key: pkcs1(k[1]), crt: crt(1, 2024)}.yaml(), "c.pem": pkcs8(k[0]), "0.pem": pkcs8(k[0])},
			"0 1, recipient 1", ""},
		"an expired certificate is told, and used": {
			keyFiles{"a": pkcs8(k[0]) + crt(0, 2022)}, "0, recipient 0",
			"warning: a: has a certificate that expired on 2024-01-01, which the controller goes on using; renew the controller's key\n"},
		"that an older key has expired is nothing to tell": {
			keyFiles{"a": pkcs8(k[0]) + crt(0, 2022), "b": pkcs8(k[1]) + crt(1, 2024)}, "1 0, recipient 1", ""},
		"a certificate from the future decides, and is told": {
			keyFiles{"a": pkcs8(k[0]) + crt(0, 2026), "b": pkcs8(k[1]) + crt(1, 2024)}, "0 1, recipient 0",
			"warning: a: has a certificate that is valid only from 2026-01-01 on; look at the clock, or at the certificate\n"},
		"behind a bought certificate stand those of authorities, whose keys nobody has": {
			keyFiles{"tls.key": pkcs8(k[0]), "tls.crt": crtOf(&k[0].PublicKey, "sealed", "authority", 2024) + crtOf(&k[smallKey].PublicKey, "authority", "root", 2020) + crtOf(&k[2].PublicKey, "root", "root", 2010)},
			"0, recipient 0", ""},
		"Kubernetes' own names are passed over": {
			keyFiles{"tls.key": pkcs8(k[0]), "..data/tls.key": "junk", "..2026_01_01/x": "junk", "..x": "junk"}, "0, recipient 0", ""},
	} {
		t.Run(name, func(t *testing.T) {
			keys, problems := tc.files.load()
			assert.Equal(t, tc.warn, problems)
			assert.Equal(t, tc.want, numbersOf(keys))
		})
	}
}

// Where nothing tells two keys apart, the fingerprint does, so that every machine
// seals for the same one.
func TestKeysOfTheSameAge(t *testing.T) {
	k := keyPairs()
	first, second := "0", "1"
	if sealed.Fingerprint(&k[0].PublicKey) > sealed.Fingerprint(&k[1].PublicKey) {
		first, second = second, first
	}
	for range 20 {
		keys, problems := keyFiles{"a": pkcs8(k[0]) + crt(0, 2024), "b": pkcs8(k[1]) + crt(1, 2024)}.load()
		require.Empty(t, problems)
		require.Equal(t, first+" "+second+", recipient "+first, numbersOf(keys))
	}
}

// No way of printing Keys shows a private key: not by value, not by pointer, not
// inside of something, not as JSON, not in a log.
func TestKeysPrintFingerprints(t *testing.T) {
	k := keyPairs()
	keys, problems := keyFiles{"a": pkcs8(k[0]) + crt(0, 2024), "b": pkcs8(k[1]) + crt(1, 2023), "moves.yaml": "[{from: shop, to: shop-pr-*, names: [db]}]"}.load()
	require.Empty(t, problems)
	type holder struct {
		Keys   *sealedsecret.Keys
		Value  sealedsecret.Keys
		hidden sealedsecret.Keys
	}
	inside := holder{keys, *keys, *keys}
	var out strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%X"} {
		for _, v := range []any{keys, *keys, inside, &inside, []any{keys}, []sealedsecret.Keys{*keys}, inside.hidden} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
	}
	out.Write(must(json.Marshal(keys)))
	for _, handler := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(handler).Info("keys", "keys", keys, "value", *keys)
	}
	fmt.Fprintln(&out, keys.String(), *keys)
	shown := strings.ToLower(out.String())
	assert.Contains(t, keys.String(), sealed.Fingerprint(&k[0].PublicKey)+" "+sealed.Fingerprint(&k[1].PublicKey))
	assert.Equal(t, keys.String(), fmt.Sprintf("%#v", keys))
	assert.Equal(t, keys.String(), fmt.Sprintf("%#v", *keys))
	for _, key := range k[:2] {
		for _, secret := range append([]*big.Int{key.D, key.Precomputed.Dp, key.Precomputed.Dq, key.Precomputed.Qinv}, key.Primes...) {
			for _, base := range []int{10, 16} {
				digits := secret.Text(base)
				for i := 0; i+12 <= len(digits); i += 12 {
					require.NotContains(t, shown, digits[i:i+12], "digits of a private number, base %d", base)
				}
			}
			for _, word := range secret.Bits() { // as %#v of a big.Int has them
				require.NotContains(t, shown, fmt.Sprintf("%x", uint(word)))
				require.NotContains(t, shown, fmt.Sprint(uint(word)))
			}
		}
	}
}
