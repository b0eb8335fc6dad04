package sealedsecret_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

func TestReadCertificate(t *testing.T) {
	const fetch = "; get the controller's certificate with kubeseal --fetch-cert\n"
	k := keyPairs()
	ec := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	for name, tc := range map[string]struct {
		text, problems string
		ok             bool
	}{
		"a certificate":                       {crt(0, 2024), "", true},
		"with an explanation, and CRLF":       {strings.ReplaceAll("subject=\n"+crt(0, 2024), "\n", "\r\n"), "", true},
		"with a byte order mark":              {"\xef\xbb\xbf" + crt(0, 2024), "", true},
		"on the day it ends":                  {crt(0, 2023), "warning: tls.crt: has a certificate that expired on 2025-01-01, which the controller goes on using; renew the controller's key\n", true},
		"before its time":                     {crt(0, 2026), "warning: tls.crt: has a certificate that is valid only from 2026-01-01 on; look at the clock, or at the certificate\n", true},
		"nothing":                             {"\n", "tls.crt: is empty" + fetch, false},
		"no PEM":                              {"MIIC", "tls.crt: holds no certificate in PEM" + fetch, false},
		"too much":                            {strings.Repeat("\n", 1<<20+1), "tls.crt: has more than 1 MiB" + fetch, false},
		"a private key":                       {pkcs8(k[0]), "tls.crt: holds a private key, which has no place here" + fetch, false},
		"a private key beside it":             {crt(0, 2024) + pkcs1(k[0]), "tls.crt: holds a private key, which has no place here" + fetch, false},
		"a Secret that holds a private key":   {"stringData:\n  tls.key: |\n    -----BEGIN PRIVATE KEY-----\n", "tls.crt: holds a private key, which has no place here" + fetch, false},
		"a public key, which never expires":   {block("PUBLIC KEY", must(x509.MarshalPKIXPublicKey(&k[0].PublicKey))), "tls.crt: holds PEM that is no certificate" + fetch, false},
		"two, and who knows which is meant":   {crt(0, 2024) + crt(1, 2024), "tls.crt: holds 2 PEM blocks, but must hold one certificate; keep the controller's alone\n", false},
		"one for an EC key":                   {crtOf(&ec.PublicKey, "", "", 2024), "tls.crt: is a certificate for an EC or Ed25519 key, " + notRSA + "\n", false},
		"one for a small key":                 {crt(smallKey, 2024), "tls.crt: is a certificate for an RSA key of 1024 bits, but must be for 2048 or more; give the controller's own\n", false},
		"one that is cut":                     {crt(0, 2024)[:300], "tls.crt: " + damaged + "\n", false},
		"one whose content is none":           {block("CERTIFICATE", []byte("0123")), "tls.crt: is a certificate that is damaged; copy it again\n", false},
		"one whose begin is twice":            {"-----BEGIN x -----BEGIN CERTIFICATE-----\n", "tls.crt: " + damaged + "\n", false},
		"one that is indented, as in a field": {"  " + strings.ReplaceAll(crt(0, 2024), "\n", "\n  "), "tls.crt: holds no certificate in PEM" + fetch, false},
	} {
		t.Run(name, func(t *testing.T) {
			key, problems := sealedsecret.ReadCertificate("tls.crt", []byte(tc.text), keyNow)
			assert.Equal(t, tc.problems, problemText(problems))
			assert.Equal(t, tc.ok, key != nil)
			assert.True(t, !tc.ok || k[0].PublicKey.Equal(key), "the key is another")
		})
	}
}

// A certificate counts to the second, both ends included.
func TestReadCertificateToTheSecond(t *testing.T) {
	begin := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for now, warnings := range map[time.Time]int{
		begin.Add(-time.Second): 1, begin: 0, begin.AddDate(2, 0, 0): 0, begin.AddDate(2, 0, 0).Add(time.Second): 1,
	} {
		_, problems := sealedsecret.ReadCertificate("tls.crt", []byte(crt(0, 2024)), now)
		assert.Len(t, problems, warnings, now)
	}
}
