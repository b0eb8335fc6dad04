package cmpserver

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// argoCD is the folder of Argo CD's module, which has its manifests.
func argoCD(t *testing.T) string {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/argoproj/argo-cd/v3").Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(dir))
}

// The component puts the sidecar into the repo-server that Argo CD installs.
func TestTheComponentInstallsTheSidecar(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "deploy"), os.DirFS(deploy)))
	original, err := os.ReadFile(filepath.Join(argoCD(t), "manifests/base/repo-server/argocd-repo-server-deployment.yaml"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "deployment.yaml"), original, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "kustomization.yaml"), []byte("resources: [deployment.yaml]\ncomponents: [deploy]\n"), 0o600))
	out, err := exec.CommandContext(t.Context(), built(t, kurumi), "build", dir).Output()
	require.NoError(t, err)

	before, after := deployment(t, original), deployment(t, out)
	require.Len(t, after.Containers, len(before.Containers)+1)
	var sidecar corev1.Container
	volumes := map[string]bool{}
	for _, c := range after.Containers {
		if c.Name == "kurumi" {
			sidecar = c
		}
	}
	for _, v := range after.Volumes {
		volumes[v.Name] = true
	}
	assert.Len(t, volumes, len(before.Volumes)+1)
	for _, mount := range sidecar.VolumeMounts {
		assert.True(t, volumes[mount.Name], mount.Name)
		assert.NotEqual(t, "tmp", mount.Name, "the repo-server's own")
	}
	assert.False(t, *after.AutomountServiceAccountToken)
	repoServer := before.Containers[0]
	assert.Equal(t, repoServer.SecurityContext.Capabilities, sidecar.SecurityContext.Capabilities)
	assert.Equal(t, repoServer.SecurityContext.SeccompProfile, sidecar.SecurityContext.SeccompProfile)
	assert.Equal(t, int64(999), *sidecar.SecurityContext.RunAsUser)
	assert.True(t, *sidecar.SecurityContext.RunAsNonRoot)
	assert.True(t, *sidecar.SecurityContext.ReadOnlyRootFilesystem)
	assert.False(t, *sidecar.SecurityContext.AllowPrivilegeEscalation)
	assert.Equal(t, []string{"/var/run/argocd/argocd-cmp-server"}, sidecar.Command)
	assert.Empty(t, sidecar.Env, "nothing of the repo-server's")
	// The init container puts the server there.
	assert.Contains(t, strings.Join(before.InitContainers[0].Args, " ")+strings.Join(before.InitContainers[0].Command, " "), "/var/run/argocd/argocd-cmp-server")
}

func deployment(t *testing.T, text []byte) corev1.PodSpec {
	t.Helper()
	var d appsv1.Deployment
	require.NoError(t, yaml.UnmarshalStrict(text, &d))
	return d.Spec.Template.Spec
}
