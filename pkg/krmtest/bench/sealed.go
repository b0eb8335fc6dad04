package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing/fstest"
	"time"

	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// How much there is to re-wrap.
const (
	secrets = 250
	values  = 4 // in each
)

// rewrap measures sealedsecret-rename against the RSA operations alone that it
// cannot do without: one decryption and one encryption a value. Both run in this
// process, in turns, on all cores.
func rewrap(runs int) error {
	key, err := rsa.GenerateKey(rand.Reader, 4096)
	if err != nil {
		return err
	}
	manifests, parsed, err := sealedSecrets(&key.PublicKey)
	if err != nil {
		return err
	}
	keys, err := keyFolder(key)
	if err != nil {
		return err
	}
	var alone, function measurement
	var lone, whole []time.Duration
	for range runs {
		m, err := measured(func() error { return rsaAlone(key, parsed) })
		if err != nil {
			return err
		}
		n, err := measured(func() error { return rename(manifests, keys) })
		if err != nil {
			return err
		}
		lone, whole = append(lone, m.wall), append(whole, n.wall)
		alone.cpu, function.cpu = alone.cpu+m.cpu, function.cpu+n.cpu
	}
	alone.wall, function.wall = median(lone), median(whole)
	fmt.Printf("\nsealedsecret-rename against RSA alone; RSA-4096, all cores, median of %d\n\n", runs)
	fmt.Printf("%-34s %7s %10s %10s %7s %6s\n", "what", "values", "RSA", "kurumi", "ratio", "goal")
	fmt.Printf("%-34s %7d %10s %10s %7.3f %6.2f\n", "re-wrapped, time", secrets*values, round(alone.wall), round(function.wall), ratio(function.wall, alone.wall), 1.15)
	fmt.Printf("%-34s %7d %10s %10s %7.3f\n", "re-wrapped, CPU", secrets*values, round(alone.cpu/time.Duration(runs)), round(function.cpu/time.Duration(runs)), ratio(function.cpu, alone.cpu))
	return nil
}

// sealedSecrets makes manifests, and their values as they are parsed.
func sealedSecrets(to *rsa.PublicKey) (string, []sealed.Value, error) {
	var b strings.Builder
	var all []sealed.Value
	for i := range secrets {
		name := fmt.Sprintf("db-of-%d", i)
		fmt.Fprintf(&b, "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata:\n  name: %s\n  namespace: shop\nspec:\n  encryptedData:\n", name)
		for n := range values {
			v, err := sealed.Seal([]byte(strings.Repeat("secret", 20)), to, sealed.Strict.Label("shop", name))
			if err != nil {
				return "", nil, err
			}
			all = append(all, v)
			fmt.Fprintf(&b, "    KEY_%d: %s\n", n, v)
		}
		fmt.Fprintf(&b, "  template:\n    metadata:\n      name: %s\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: pod-%d\n  namespace: shop\n"+
			"spec:\n  containers:\n  - name: api\n    envFrom:\n    - secretRef:\n        name: %s\n---\n", name, i, name)
	}
	return b.String(), all, nil
}

func keyFolder(key *rsa.PrivateKey) (fs.FS, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return fstest.MapFS{"key.pem": {Data: text, Mode: 0o600}}, err
}

func rsaAlone(key *rsa.PrivateKey, all []sealed.Value) error {
	failed := make([]error, len(all))
	sealed.Each(len(all), func(i int) {
		plain, err := rsa.DecryptOAEP(sha256.New(), nil, key, all[i].Wrapped(), []byte(fmt.Sprintf("shop/db-of-%d", i/values)))
		if err == nil {
			_, err = rsa.EncryptOAEP(sha256.New(), rand.Reader, &key.PublicKey, plain, []byte("shop/another-name"))
		}
		failed[i] = err
	})
	return errors.Join(failed...)
}

func rename(manifests string, keys fs.FS) error {
	_, results, err := sealedsecretrename.Function.ProcessFiles(nil, []krm.Source{{Name: "app.yaml", Data: []byte(manifests)}},
		krm.Options{Keys: keys, Now: time.Now()})
	if err == nil && len(results) != 2*secrets {
		err = fmt.Errorf("%d results, the first is %s", len(results), results[0])
	}
	return err
}

// measured is what a piece of work takes of this process.
func measured(work func() error) (measurement, error) {
	before, begin := processTime(), time.Now()
	err := work()
	return measurement{wall: time.Since(begin), cpu: processTime() - before}, err
}

func processTime() time.Duration {
	var usage syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &usage) // cannot fail for oneself
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
