package krmtest

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func TestSecretsAreFoundWhereverTheyStand(t *testing.T) {
	found := secretsIn([]krm.Source{{Name: "a.yaml", Data: []byte(`
kind: List
items:
- kind: Secret
  stringData:
    url: postgres://shop:hunter2@db.example.com
    host: www.example.com
    short: abc
    file: |
      # a
      password: hunter22
- kind: ConfigMap
  data: {public: nothing to hide}
---
kind: Secret
data:
  key: aHVudGVyMmh1bnRlcjI=
`)}})
	assert.Equal(t, []string{
		"postgres://shop:hunter2@db.example.com", "password: hunter22", "aHVudGVyMmh1bnRlcjI=", "hunter2hunter2",
	}, found)
}
