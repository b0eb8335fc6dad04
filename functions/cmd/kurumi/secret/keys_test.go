package secret

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// testKey makes each key once.
func testKey(n int) *rsa.PrivateKey { return testKeys[n]() }

var testKeys = [3]func() *rsa.PrivateKey{newKey(), newKey(), newKey()}

func newKey() func() *rsa.PrivateKey {
	return sync.OnceValue(func() *rsa.PrivateKey {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return key
	})
}

// writeKey writes a key and its certificate into a folder: 0 is the oldest.
func writeKey(dir string, n int) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	key := testKey(n)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sealed-secrets"},
		NotBefore: time.Now().AddDate(0, 0, n-30), NotAfter: time.Now().AddDate(1, 0, 0),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, fmt.Sprint("key", n))
	if err := os.WriteFile(name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		return err
	}
	return os.WriteFile(name+".crt", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600)
}

// mkkey DIR N... writes keys into a folder.
func mkkey(ts *testscript.TestScript, _ bool, args []string) {
	for _, n := range args[1:] {
		ts.Check(writeKey(ts.MkAbs(args[0]), int(n[0]-'0')))
	}
}

// unseal DIR FILE prints what the values of a file's SealedSecrets say.
func unseal() {
	must := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	keys, problems := sealedsecret.LoadKeys(os.DirFS(os.Args[1]), time.Now())
	if keys == nil {
		must(fmt.Errorf("%v", problems))
	}
	data, err := os.ReadFile(os.Args[2])
	must(err)
	objects, results := readObjects(os.Args[2], data)
	if objects == nil {
		must(fmt.Errorf("%v", results))
	}
	for _, o := range objects {
		_, base, final := o.FinalName()
		fmt.Printf("%s/%s final=%v\n", o.Namespace, base, final)
		for _, v := range o.Values {
			session, _, err := sealed.NewKeyring(keys.Private...).Unwrap(v.Sealed, o.Label())
			must(err)
			plaintext, err := session.Open(v.Sealed)
			must(err)
			fmt.Printf("  %s=%q\n", v.Key, plaintext)
		}
	}
}
