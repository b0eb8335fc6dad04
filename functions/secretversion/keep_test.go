package secretversion_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

const keepThree = `
apiVersion: kurumi.dev/v1alpha1
kind: SecretVersion
metadata: {name: secret-version}
spec:
  version: v7
  selector: {labelSelector: app=shop}
  retain: {keep: 3}
`

// What makes an ExternalSecret's Secret go is that the ExternalSecret goes: it is
// what stays.
func TestWhoKeepsVersionsIsToldHowMany(t *testing.T) {
	const input = `apiVersion: v1
kind: Secret
metadata:
  name: db
  labels: {app: shop}
stringData: {PASSWORD: not-a-real-one}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: mail-v7
  labels: {app: shop}
  annotations:
    kurumi.dev/keep: 9 other # of an older config
spec:
  target: {name: mail-password}
---
apiVersion: v1
kind: Secret
metadata:
  name: no-version
stringData: {PASSWORD: not-a-real-one}
`
	const want = `apiVersion: v1
kind: Secret
metadata:
  name: db-v7
  labels: {app: shop}
  annotations:
    kurumi.dev/keep: '3 db'
stringData: {PASSWORD: not-a-real-one}
immutable: true
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: mail-v7
  labels: {app: shop}
  annotations:
    kurumi.dev/keep: 3 mail # of an older config
spec:
  target: {name: mail-password-v7, immutable: true}
---
apiVersion: v1
kind: Secret
metadata:
  name: no-version
stringData: {PASSWORD: not-a-real-one}
`
	once := kept(t, keepThree, input)
	assert.Equal(t, want, once)
	assert.Equal(t, want, kept(t, keepThree, once))
}

// kept is what comes out where whoever runs the function keeps versions.
func kept(t *testing.T, config, input string) string {
	t.Helper()
	out, results, err := secretversion.Function.ProcessFiles(&krm.Source{Name: "fn.yaml", Data: []byte(config)},
		[]krm.Source{{Name: "app.yaml", Data: []byte(input)}}, krm.Options{Keeps: true})
	require.NoError(t, err)
	assert.Empty(t, krmtest.Mistakes(results))
	return string(out[0].Data)
}
