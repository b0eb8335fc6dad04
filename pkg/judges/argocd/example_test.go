package argocd

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestExample holds what the example applies to a cluster against the judges, as one
// more case, and asks of its project what its README promises.
func TestExample(t *testing.T) {
	rendered, err := os.ReadFile("../../../examples/preview-environment/expected/argocd.yaml")
	require.NoError(t, err)
	s, err := judge(rendered)
	require.NoError(t, err)
	require.NotNil(t, s.updater)
	for _, number := range []int{12, 121} {
		app, err := s.render(number)
		require.NoError(t, err)
		assert.Equal(t, "restricted", app.Spec.SyncPolicy.ManagedNamespaceMetadata.Labels["pod-security.kubernetes.io/enforce"])
	}
	for kind, want := range map[schema.GroupKind]bool{
		{Group: "", Kind: "ConfigMap"}:                          true,
		{Group: "", Kind: "Secret"}:                             false,
		{Group: "batch", Kind: "Job"}:                           false,
		{Group: "rbac.authorization.k8s.io", Kind: "Role"}:      false,
		{Group: "networking.k8s.io", Kind: "NetworkPolicy"}:     false,
		{Group: "argoproj.io", Kind: "Application"}:             false,
		{Group: "networking.k8s.io", Kind: "Ingress"}:           true,
		{Group: "autoscaling", Kind: "HorizontalPodAutoscaler"}: true,
	} {
		assert.Equal(t, want, s.project.IsGroupKindNamePermitted(kind, "shop", true), kind)
	}
}
