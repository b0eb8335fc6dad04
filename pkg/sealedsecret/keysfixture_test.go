package sealedsecret_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"strconv"
	"strings"
	"sync"
	"testing/fstest"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// keyNow is when the tests take place. The certificates begin in January of some
// year and last for two.
var keyNow = time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC)

// keyPairs are made once: four keys, and one that is too small.
var keyPairs = sync.OnceValue(func() []*rsa.PrivateKey {
	var keys []*rsa.PrivateKey
	for _, bits := range []int{2048, 2048, 2048, 2048, 1024} {
		keys = append(keys, must(rsa.GenerateKey(rand.Reader, bits)))
	}
	return keys
})

const smallKey = 4

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func block(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func pkcs8(key any) string {
	return block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key)))
}

func pkcs1(key *rsa.PrivateKey) string {
	return block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
}

// crt is a certificate such as the controller makes, which names nobody.
func crt(n, year int) string { return crtOf(&keyPairs()[n].PublicKey, "", "", year) }

func crtOf(pub any, subject, issuer string, year int) string {
	begin := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
	name := func(s string) pkix.Name { return pkix.Name{CommonName: s} }
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: name(subject), NotBefore: begin, NotAfter: begin.AddDate(2, 0, 0),
		SignatureAlgorithm: x509.SHA256WithRSA,
	}
	parent := &x509.Certificate{Subject: name(issuer)}
	return block("CERTIFICATE", must(x509.CreateCertificate(rand.Reader, template, parent, pub, keyPairs()[3])))
}

// keySecret is a Secret as kubectl prints it. Empty texts are left out.
type keySecret struct{ key, crt, made, label, kind string }

func (s keySecret) object() map[string]any {
	data := map[string]string{}
	for name, text := range map[string]string{"tls.key": s.key, "tls.crt": s.crt} {
		if text != "" {
			data[name] = base64.StdEncoding.EncodeToString([]byte(text))
		}
	}
	meta := map[string]any{"name": "key", "namespace": "kube-system"}
	if s.made != "" {
		meta["creationTimestamp"] = s.made
	}
	if s.label != "" {
		meta["labels"] = map[string]string{"sealedsecrets.bitnami.com/sealed-secrets-key": s.label}
	}
	kind := "Secret"
	if s.kind != "" {
		kind = s.kind
	}
	return map[string]any{"apiVersion": "v1", "kind": kind, "type": "kubernetes.io/tls", "metadata": meta, "data": data}
}

func (s keySecret) json() string { return string(must(json.MarshalIndent(s.object(), "", "\t"))) }

// yaml is written by hand, as kubectl does it.
func (s keySecret) yaml() string {
	var b strings.Builder
	b.WriteString("apiVersion: v1\ndata:\n")
	object := s.object()
	for name, text := range object["data"].(map[string]string) {
		b.WriteString("  " + name + ": " + text + "\n")
	}
	b.WriteString("kind: " + object["kind"].(string) + "\nmetadata:\n  name: key\n")
	if s.made != "" {
		b.WriteString("  creationTimestamp: \"" + s.made + "\"\n")
	}
	if s.label != "" {
		b.WriteString("  labels:\n    sealedsecrets.bitnami.com/sealed-secrets-key: " + s.label + "\n")
	}
	return b.String() + "type: kubernetes.io/tls\n"
}

func keyList(kind string, items ...any) string {
	return string(must(json.Marshal(map[string]any{"apiVersion": "v1", "kind": kind, "items": items})))
}

type keyFiles map[string]string

// load gives the problems as text, and the keys by their numbers.
func (files keyFiles) load() (*sealedsecret.Keys, string) {
	folder := fstest.MapFS{}
	for name, text := range files {
		folder[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o600}
	}
	keys, problems := sealedsecret.LoadKeys(folder, keyNow)
	return keys, problemText(problems)
}

// problemText has {0} where the fingerprint of key 0 stands.
func problemText(problems []sealedsecret.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		b.WriteString(p.String() + "\n")
	}
	text := b.String()
	for i, key := range keyPairs() {
		text = strings.ReplaceAll(text, sealed.Fingerprint(&key.PublicKey), "{"+strconv.Itoa(i)+"}")
	}
	return text
}

// numbersOf tells the keys in their order, such as "2 0, recipient 0".
func numbersOf(keys *sealedsecret.Keys) string {
	if keys == nil {
		return "none"
	}
	var order []string
	recipient := "none"
	for _, held := range keys.Private {
		for i, key := range keyPairs() {
			if held.Equal(key) {
				order = append(order, strconv.Itoa(i))
			}
		}
	}
	for i, key := range keyPairs() {
		if key.PublicKey.Equal(keys.Recipient) {
			recipient = strconv.Itoa(i)
		}
	}
	return strings.Join(order, " ") + ", recipient " + recipient
}
