package kptfn_test

import (
	"testing"

	"github.com/GoogleContainerTools/kpt-functions-sdk/go/fn"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krm/kptfn"
)

const list = `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: v1
  kind: Service
  metadata:
    name: shop
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: shop
  spec:
    rules:
    - host: www.example.com # served
functionConfig:
  apiVersion: kurumi.dev/v1alpha1
  kind: PreviewHost
  metadata:
    name: preview
`

func TestTheSDKsRunnerRunsAFunction(t *testing.T) {
	in := list + "  spec:\n    host: pr-12.example.com\n"
	out, err := fn.Run(kptfn.Processor(previewhost.Function, krm.Options{}), []byte(in))
	require.NoError(t, err)
	assert.Equal(t, `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: shop
  spec:
    rules:
    - host: pr-12.example.com # served
- apiVersion: v1
  kind: Service
  metadata:
    name: shop
functionConfig:
  apiVersion: kurumi.dev/v1alpha1
  kind: PreviewHost
  metadata:
    name: preview
  spec:
    host: pr-12.example.com
results:
- field:
    currentValue: www.example.com
    path: spec.rules[0].host
    proposedValue: pr-12.example.com
  message: www.example.com becomes pr-12.example.com
  resourceRef:
    name: shop
    apiVersion: networking.k8s.io/v1
    kind: Ingress
  severity: info
`, string(out))
}

func TestAMistakeFailsTheSDKsRunToo(t *testing.T) {
	out, err := fn.Run(kptfn.Processor(previewhost.Function, krm.Options{}), []byte(list))
	require.ErrorContains(t, err, "function failure")
	assert.Contains(t, string(out), "host: www.example.com # served")
	assert.Contains(t, string(out), "severity: error")
}

func TestAChainKeepsOrderAndEarlierResults(t *testing.T) {
	rl, err := fn.ParseResourceList([]byte(list + "  spec:\n    host: pr-12.example.com\n"))
	require.NoError(t, err)
	step := kptfn.Processor(previewhost.Function, krm.Options{})
	ok, err := fn.Chain(step, step).Process(rl)
	require.NoError(t, err)
	assert.True(t, ok)
	require.Len(t, rl.Items, 2)
	assert.Equal(t, "Service", rl.Items[0].GetKind(), "items keep their order")
	assert.Len(t, rl.Results, 1, "the second step has nothing to tell, and the first step's result stays")
}

func TestAnEmptyListIsNoError(t *testing.T) {
	rl, err := fn.ParseResourceList([]byte("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n"))
	require.NoError(t, err)
	ok, err := kptfn.Processor(previewhost.Function, krm.Options{}).Process(rl)
	require.NoError(t, err)
	assert.True(t, ok)
	assert.Empty(t, rl.Items)
}
