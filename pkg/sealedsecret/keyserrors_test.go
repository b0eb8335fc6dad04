package sealedsecret_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// unfit is a private key whose exponent belongs to another key.
func unfit() string {
	k := keyPairs()
	type numbers struct {
		Version                   int
		N, E, D, P, Q, Dp, Dq, Qi *big.Int
	}
	a, b := k[0], k[1]
	return block("RSA PRIVATE KEY", must(asn1.Marshal(numbers{
		0, a.N, big.NewInt(int64(a.E)), b.D, a.Primes[0], a.Primes[1], b.Precomputed.Dp, b.Precomputed.Dq, b.Precomputed.Qinv,
	})))
}

func encrypted(kind string) string {
	return string(pem.EncodeToMemory(&pem.Block{
		Type: kind, Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "AES-256-CBC,00"}, Bytes: []byte("0123456789abcdef"),
	}))
}

const (
	exportAgain  = "print it again with kubectl get secret -o yaml"
	exportByName = "print the controller's key Secrets alone, with kubectl get secret -l sealedsecrets.bitnami.com/sealed-secrets-key -o yaml"
	unknown      = "is neither PEM nor a Secret in YAML or JSON; remove it"
	damaged      = "is no PEM, or damaged PEM; copy it again, whole and with no spaces before its lines"
	notRSA       = "but Sealed Secrets takes RSA; give the controller's own key"
)

// Each case is a folder with one mistake, or more, and everything that is told.
func TestLoadKeysProblems(t *testing.T) {
	k := keyPairs()
	ec := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	edPub, ed, _ := ed25519.GenerateKey(rand.Reader)
	good := keySecret{key: pkcs1(k[0]), crt: crt(0, 2024)}
	list := func(items ...any) string { return keyList("List", items...) }
	for name, tc := range map[string]struct {
		files keyFiles
		want  string
	}{
		"a folder with nothing in it":               {keyFiles{}, "the folder of keys holds no private key; " + exportByName + ", and put that there"},
		"moves alone are no keys":                   {keyFiles{"moves.yaml": "[]"}, "the folder of keys holds no private key; " + exportByName + ", and put that there"},
		"an empty file":                             {keyFiles{"tls.key": ""}, "tls.key: is empty; write the key into it, or remove it"},
		"a file of blanks":                          {keyFiles{"tls.key": " \n\t\n"}, "tls.key: is empty; write the key into it, or remove it"},
		"a file of comments":                        {keyFiles{"a.yaml": "# none\n---\n# here\n"}, "a.yaml: is empty but for comments; write the key into it, or remove it"},
		"an unknown file beside good keys":          {keyFiles{"tls.key": pkcs8(k[0]), ".hidden/README.md": "# Keys\n\nhello"}, ".hidden/README.md: " + unknown},
		"a binary file":                             {keyFiles{"key.der": "\x30\x82\x04\xa4\x02\x01\x00"}, "key.der: " + unknown},
		"a list in YAML":                            {keyFiles{"a.yaml": "- a\n- b\n"}, "a.yaml: " + unknown},
		"UTF-16, as some shells redirect":           {keyFiles{"a.yaml": "\xff\xfea\x00"}, "a.yaml: is UTF-16; save it as UTF-8"},
		"more than a mebibyte is not read":          {keyFiles{"big": strings.Repeat("#", 1<<20+1)}, "big: has more than 1 MiB; split it, or remove it if it holds no keys"},
		"an encrypted key in PKCS8":                 {keyFiles{"k": block("ENCRYPTED PRIVATE KEY", []byte("0123456789"))}, "k: is an encrypted private key; decrypt it with openssl pkey -in FILE -out NEW, in a folder that only you can read"},
		"an encrypted key in the old way":           {keyFiles{"k": encrypted("RSA PRIVATE KEY")}, "k: is an encrypted private key; decrypt it with openssl pkey -in FILE -out NEW, in a folder that only you can read"},
		"an encrypted EC key is encrypted first":    {keyFiles{"k": encrypted("EC PRIVATE KEY")}, "k: is an encrypted private key; decrypt it with openssl pkey -in FILE -out NEW, in a folder that only you can read"},
		"a public key":                              {keyFiles{"k": block("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(&k[0].PublicKey)))}, "k: is a public key, which opens nothing; give the private key (tls.key)"},
		"a public key in PKCS1":                     {keyFiles{"k": block("RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&k[0].PublicKey))}, "k: is a public key, which opens nothing; give the private key (tls.key)"},
		"an EC key":                                 {keyFiles{"k": block("EC PRIVATE KEY", must(x509.MarshalECPrivateKey(ec)))}, "k: is an EC key, " + notRSA},
		"an EC key in PKCS8":                        {keyFiles{"k": pkcs8(ec)}, "k: is an EC or Ed25519 key, " + notRSA},
		"an Ed25519 key":                            {keyFiles{"k": pkcs8(ed)}, "k: is an EC or Ed25519 key, " + notRSA},
		"a key of another program":                  {keyFiles{"k": block("OPENSSH PRIVATE KEY", []byte("x"))}, "k: is neither a private key nor a certificate; remove it"},
		"RSA-1024":                                  {keyFiles{"k": pkcs8(k[smallKey])}, "k: is an RSA key of 1024 bits, but must have 2048 or more; give the controller's own key"},
		"a key that does not fit together":          {keyFiles{"k": unfit()}, "k: is a private key that is damaged, or of a kind that is not known; export it again"},
		"a key that is cut inside its block":        {keyFiles{"k": block("PRIVATE KEY", []byte("0123456789"))}, "k: is a private key that is damaged, or of a kind that is not known; export it again"},
		"a key too large to check":                  {keyFiles{"k": block("PRIVATE KEY", make([]byte, 13<<10))}, "k: is too large for a private key; export it again"},
		"PEM that is cut":                           {keyFiles{"k": pkcs8(k[0])[:800]}, "k: " + damaged},
		"PEM that lost its first line":              {keyFiles{"k": pkcs8(k[0])[28:]}, "k: " + damaged},
		"PEM that is indented":                      {keyFiles{"k": "  " + strings.ReplaceAll(pkcs8(k[0]), "\n", "\n  ")}, "k: " + damaged},
		"PEM on one line":                           {keyFiles{"k": strings.ReplaceAll(pkcs8(k[0]), "\n", " ")}, "k: " + damaged},
		"a damaged block does not hide":             {keyFiles{"k": pkcs8(k[1])[:800] + "\n" + pkcs8(k[0]) + crt(0, 2024)}, "k: PEM block 1 " + damaged},
		"a block that begins in mid-line":           {keyFiles{"k": pkcs8(k[0]) + "x " + pkcs8(k[1])}, "k: " + damaged},
		"a certificate alone":                       {keyFiles{"tls.crt": crt(0, 2024)}, "tls.crt: holds a certificate but no private key; put its private key (tls.key), {0}, beside it"},
		"a certificate for another key":             {keyFiles{"tls.key": pkcs8(k[0]), "tls.crt": crt(1, 2024)}, "tls.crt: is a certificate for another key, {1}; put that private key beside it, or remove it"},
		"one of two in a file":                      {keyFiles{"k": pkcs8(k[0]) + crt(0, 2024) + crt(1, 2024)}, "k: PEM block 3 is a certificate for another key, {1}; put that private key beside it, or remove it"},
		"whose certificate, if a key is lost":       {keyFiles{"tls.key": pkcs8(k[0])[:800], "tls.crt": crt(0, 2024)}, "tls.key: " + damaged},
		"a certificate for an EC key":               {keyFiles{"a": pkcs8(k[0]), "b": crtOf(&ec.PublicKey, "", "", 2024), "c": crtOf(edPub, "", "", 2024)}, "b: is a certificate for an EC or Ed25519 key, " + notRSA + "\nc: is a certificate for an EC or Ed25519 key, " + notRSA},
		"a certificate for a small key":             {keyFiles{"a": pkcs8(k[0]), "b": crt(smallKey, 2024)}, "b: is a certificate for an RSA key of 1024 bits, but must be for 2048 or more; give the controller's own"},
		"a damaged certificate":                     {keyFiles{"a": pkcs8(k[0]), "b": block("CERTIFICATE", []byte("0123"))}, "b: is a certificate that is damaged; copy it again"},
		"several keys of unknown age":               {keyFiles{"a": pkcs8(k[0]), "b": pkcs8(k[1]) + crt(1, 2024)}, "a: holds the key {0} with nothing that tells its age among several; put its certificate (tls.crt) beside it"},
		"a compromised key alone":                   {keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(0, 2024), label: "compromised"}.yaml()}, "a.yaml: holds a key that its label sealedsecrets.bitnami.com/sealed-secrets-key marks as out of use, and there is no other; add the active key"},
		"a Secret with the certificate of another":  {keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: crt(1, 2024)}.yaml(), "b": pkcs8(k[1]) + crt(1, 2023)}, "a.yaml: tls.crt is a certificate for another key, {1}, but tls.key is {0}; " + exportAgain},
		"a Secret with no key":                      {keyFiles{"a.yaml": keySecret{crt: crt(0, 2024)}.yaml()}, "a.yaml: is a Secret with no tls.key; " + exportByName},
		"a Secret whose key is empty":               {keyFiles{"a.yaml": "apiVersion: v1\nkind: Secret\nstringData: {tls.key: ''}"}, "a.yaml: tls.key is empty; " + exportAgain},
		"a Secret whose key is a certificate":       {keyFiles{"a.yaml": keySecret{key: crt(0, 2024)}.yaml()}, "a.yaml: tls.key holds 0 private keys, but must hold one; " + exportAgain},
		"a Secret with two keys":                    {keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]) + pkcs1(k[1])}.yaml()}, "a.yaml: tls.key holds 2 private keys, but must hold one; " + exportAgain},
		"a Secret whose certificate is a key":       {keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), crt: pkcs1(k[1])}.yaml()}, "a.yaml: tls.crt holds a private key, but must hold its certificate; put the key under tls.key"},
		"a Secret whose texts are no PEM":           {keyFiles{"a.yaml": keySecret{key: "hunter2", crt: "hunter3"}.yaml()}, "a.yaml: tls.key " + damaged + "\na.yaml: tls.crt " + damaged},
		"a Secret whose texts are no base64":        {keyFiles{"a.yaml": "apiVersion: v1\nkind: Secret\ndata: {tls.key: '-----', tls.crt: '%'}"}, "a.yaml: tls.key is not base64; put a plain text under stringData, or " + exportAgain + "\na.yaml: tls.crt is not base64; put a plain text under stringData, or " + exportAgain},
		"a Secret made at no time":                  {keyFiles{"a.yaml": keySecret{key: pkcs1(k[0]), made: "yesterday"}.yaml()}, "a.yaml: has a metadata.creationTimestamp that is no time; " + exportAgain},
		"a SealedSecret":                            {keyFiles{"a.yaml": "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\n"}, "a.yaml: is a SealedSecret, but must be a v1 Secret; " + exportByName},
		"an object of a kind that is no name":       {keyFiles{"a.yaml": "apiVersion: v1\nkind: MIIEpAIB/AAK+CAQ=\n"}, "a.yaml: is another object, but must be a v1 Secret; " + exportByName},
		"a Secret of another group":                 {keyFiles{"a.yaml": "apiVersion: v2\nkind: Secret\n"}, "a.yaml: is a Secret, but must be a v1 Secret; " + exportByName},
		"a document among several":                  {keyFiles{"a.yaml": good.yaml() + "---\nkind: ConfigMap\n---\n[]\n"}, "a.yaml: document 2 is a ConfigMap, but must be a v1 Secret; " + exportByName + "\na.yaml: document 3 " + unknown},
		"an empty List, from a wrong label":         {keyFiles{"a.yaml": list()}, "a.yaml: is a List with nothing in it; look at the namespace and the label, and " + exportByName},
		"a List with other things in it":            {keyFiles{"a.yaml": list(good.object(), keySecret{kind: "ConfigMap"}.object(), map[string]any{}, "x")}, "a.yaml: items[1] is a ConfigMap, but must be a v1 Secret; " + exportByName + "\na.yaml: items[2] is another object, but must be a v1 Secret; " + exportByName + "\na.yaml: items[3] is no Secret as kubectl prints it near line 1; " + exportAgain},
		"a List in a List":                          {keyFiles{"a.yaml": list(map[string]any{"apiVersion": "v1", "kind": "List", "items": []any{good.object()}})}, "a.yaml: items[0] is a List, but must be a v1 Secret; " + exportByName},
		"a bad Secret in a List":                    {keyFiles{"a.yaml": list(good.object(), keySecret{key: pkcs8(ec)}.object())}, "a.yaml: items[1], tls.key is an EC or Ed25519 key, " + notRSA},
		"broken YAML":                               {keyFiles{"a.yaml": "kind: Secret\ndata: {tls.key: hunter2\nkind: *x"}, "a.yaml: is broken YAML near line 1; " + exportAgain},
		"broken YAML under another name":            {keyFiles{"a": "kind: Secret\n\tdata: hunter2"}, "a: is broken YAML near line 2; " + exportAgain},
		"an alias to nothing is not quoted":         {keyFiles{"a.yaml": "kind: Secret\ndata: *hunter2\n"}, "a.yaml: is broken YAML; " + exportAgain},
		"fields of wrong types are not quoted":      {keyFiles{"a.yaml": "kind: Secret\ndata: hunter2hunter2\n"}, "a.yaml: is no Secret as kubectl prints it near line 2; " + exportAgain},
		"fields given twice":                        {keyFiles{"a.yaml": "kind: Secret\nstringData:\n  tls.key: a\n  tls.key: b\n"}, "a.yaml: is no Secret as kubectl prints it near line 4; " + exportAgain},
		"moves.yaml counts at the top only":         {keyFiles{"k": pkcs8(k[0]), "a/moves.yaml": "[]"}, "a/moves.yaml: counts only at the top of the folder; move it there"},
		"all mistakes of all files, by their names": {keyFiles{"z": "", "a": pkcs8(ec), "moves.yaml": "{}", "m/b": "junk"}, "a: is an EC or Ed25519 key, " + notRSA + "\nm/b: " + unknown + "\nmoves.yaml: moves: is a mapping, but must be a list\nz: is empty; write the key into it, or remove it"},
	} {
		t.Run(name, func(t *testing.T) {
			keys, problems := tc.files.load()
			assert.Equal(t, tc.want+"\n", problems)
			assert.Nil(t, keys)
		})
	}
}

// A chain begins with one's own certificate: nothing else passes for an authority.
func TestChainsHideNoCertificate(t *testing.T) {
	k := keyPairs()
	own := func(key *rsa.PrivateKey, subject, issuer string) string {
		return crtOf(&key.PublicKey, subject, issuer, 2024)
	}
	for name, tc := range map[string]struct{ text, want string }{
		"two that name themselves":      {own(k[0], "a", "a") + own(k[1], "a", "a"), "PEM block 2 is a certificate for another key, {1}"},
		"one that is no issuer":         {own(k[0], "a", "b") + own(k[1], "c", "c"), "PEM block 2 is a certificate for another key, {1}"},
		"the authority comes first":     {own(k[1], "b", "b") + own(k[0], "a", "b"), "PEM block 1 is a certificate for another key, {1}"},
		"one behind the end of a chain": {own(k[0], "a", "b") + own(k[2], "b", "b") + own(k[1], "b", "b"), "PEM block 3 is a certificate for another key, {1}"},
	} {
		t.Run(name, func(t *testing.T) {
			keys, problems := keyFiles{"tls.key": pkcs8(k[0]), "tls.crt": tc.text}.load()
			assert.Equal(t, "tls.crt: "+tc.want+"; put that private key beside it, or remove it\n", problems)
			assert.Nil(t, keys)
		})
	}
}
