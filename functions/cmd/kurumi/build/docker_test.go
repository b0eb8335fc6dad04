package build

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	kyamlcontainer "sigs.k8s.io/kustomize/kyaml/fn/runtime/container"
	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// What kyaml calls docker with is what counts, so it is asked.
func TestTheArgumentsOfKustomizeAreUnderstood(t *testing.T) {
	for _, tt := range []struct {
		spec runtimeutil.ContainerSpec
		env  []string
	}{
		{runtimeutil.ContainerSpec{}, nil},
		{runtimeutil.ContainerSpec{Network: true, Env: []string{"A=b=c", "HOME"}}, []string{"A=b=c", "HOME"}},
		{runtimeutil.ContainerSpec{StorageMounts: []runtimeutil.StorageMount{{MountType: "bind", Src: "-e", DstPath: "/keys"}}}, nil},
	} {
		tt.spec.Image = "ghcr.io/kurumi-krm/preview-host:v1"
		c, err := parseRun(dockerArgs(t, tt.spec))
		require.NoError(t, err)
		assert.Equal(t, tt.spec.Image, c.image)
		assert.Equal(t, append([]string{"LOG_TO_STDERR=true", "STRUCTURED_RESULTS=true"}, tt.env...), sortedByKustomize(c.env))
	}
	for _, args := range [][]string{nil, {"version"}, {"run"}, {"run", "--rm"}, {"run", "image", "command"}} {
		_, err := parseRun(args)
		assert.Error(t, err, "docker %v", args)
	}
}

// sortedByKustomize puts the variables that kyaml always sets first.
func sortedByKustomize(env []string) []string {
	var first, rest []string
	for _, e := range env {
		if e == "LOG_TO_STDERR=true" || e == "STRUCTURED_RESULTS=true" {
			first = append(first, e)
		} else {
			rest = append(rest, e)
		}
	}
	return append(first, rest...)
}

// dockerArgs is the arguments that kyaml gives a docker, which prints them here.
func dockerArgs(t *testing.T, spec runtimeutil.ContainerSpec) []string {
	t.Helper()
	bin := t.TempDir()
	write(t, bin, "docker", "#!/bin/sh\nprintf '%s\\n' \"$@\" > "+bin+"/args\ncat\n")
	require.NoError(t, os.Chmod(bin+"/docker", 0o755))
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	filter := kyamlcontainer.NewContainer(spec, "nobody")
	filter.Exec.FunctionConfig = yaml.MustParse("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
	_, err := filter.Filter(nil)
	require.NoError(t, err)
	text, err := os.ReadFile(bin + "/args")
	require.NoError(t, err)
	return nonEmptyLines(string(text))
}

func TestAContainersEnvironmentIsWhatKustomizePasses(t *testing.T) {
	for _, e := range os.Environ() { // all of them come back after the test
		t.Setenv(nameOf(e), os.Getenv(nameOf(e)))
	}
	t.Setenv("KURUMI_KEYS", "/operators")
	t.Setenv("FROM_HOST", "host")
	t.Setenv("OTHER", "other")
	require.NoError(t, containerEnv([]string{"A=b=c", "FROM_HOST", "KURUMI_KEYS=/strangers", "EMPTY=", "NOT_ON_HOST"}))
	assert.ElementsMatch(t, []string{"A=b=c", "FROM_HOST=host", "EMPTY=", "KURUMI_KEYS=/operators"}, os.Environ())
}
