package argocd

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"
)

// What is announced in the UI is what can be given.
func TestParametersAreAnnounced(t *testing.T) {
	var plugin struct {
		Spec struct {
			Parameters struct {
				Static []struct{ Name, CollectionType string }
			}
		}
	}
	require.NoError(t, yaml.Unmarshal(manifests()["plugin"], &plugin))
	announced := map[string]string{}
	for _, p := range plugin.Spec.Parameters.Static {
		announced[p.Name] = p.CollectionType
	}
	assert.Equal(t, parameterKinds, announced)
}
