package configbake

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// These tests know what Kubernetes makes of a pod: which files each container sees, and which variables. Over random pods
// it has to be the same before, and after with the planned files in the images.

type obj = map[string]any

func list(n any) []any { l, _ := n.([]any); return l }

func str(n any) string { s, _ := n.(string); return s }

// files is what a volume shows, by path.
func files(v obj) map[string]string {
	shown := map[string]string{}
	add := func(name string, source obj) {
		if items := list(source["items"]); items != nil {
			for _, item := range items {
				shown[str(item.(obj)["path"])] = stored[name][str(item.(obj)["key"])]
			}
			return
		}
		maps.Copy(shown, stored[name])
	}
	if c, ok := v["configMap"].(obj); ok {
		add(str(c["name"]), c)
	}
	if _, ok := v["secret"]; ok {
		add("secret", obj{})
	}
	if p, ok := v["projected"].(obj); ok {
		for _, s := range list(p["sources"]) {
			for _, source := range s.(obj) {
				add(str(source.(obj)["name"]), source.(obj))
			}
		}
	}
	return shown
}

// sees is the files in a container with an image. ok is false where Kubernetes would not start it as one would wish.
func sees(pod, c obj, image map[string]string) (seen map[string]string, ok bool) {
	seen = maps.Clone(image)
	volumes := map[string]obj{}
	for _, v := range list(pod["volumes"]) {
		volumes[str(v.(obj)["name"])] = v.(obj)
	}
	mounts := list(c["volumeMounts"])
	mounts = slices.SortedFunc(slices.Values(mounts), func(a, b any) int {
		return strings.Compare(str(a.(obj)["mountPath"]), str(b.(obj)["mountPath"]))
	})
	for _, m := range mounts {
		m := m.(obj)
		at, sub := str(m["mountPath"]), str(m["subPath"])
		v, known := volumes[str(m["name"])]
		if !known {
			return nil, false
		}
		maps.DeleteFunc(seen, func(p, _ string) bool { return p == at || strings.HasPrefix(p, at+"/") })
		shown := files(v)
		if sub != "" {
			content, found := shown[sub]
			if !found {
				return nil, false
			}
			seen[at] = content
			continue
		}
		for p, content := range shown {
			seen[path.Join(at, p)] = content
		}
	}
	return seen, true
}

// variables is a container's environment.
func variables(c obj) map[string]string {
	all := map[string]string{}
	for _, from := range list(c["envFrom"]) {
		from := from.(obj)
		ref, ok := from["configMapRef"].(obj)
		if !ok {
			ref = from["secretRef"].(obj)
		}
		for key, value := range stored[str(ref["name"])] {
			if name := str(from["prefix"]) + key; name[0] > '9' {
				all[name] = value
			}
		}
	}
	for _, v := range list(c["env"]) {
		v := v.(obj)
		if from, ok := v["valueFrom"].(obj); ok {
			ref := from["configMapKeyRef"].(obj)
			if value, ok := stored[str(ref["name"])][str(ref["key"])]; ok {
				all[str(v["name"])] = value
			}
			continue
		}
		all[str(v["name"])] = expand(v["value"].(string), all)
	}
	return all
}

// bakeWorld is the pod afterwards, and the plan.
func bakeWorld(t *testing.T, cfg Config, input []krm.Source) (after obj, plan []Container, ok bool) {
	t.Helper()
	var failed bool
	runner := func(fn func(p *krm.Pass)) []krm.Source {
		f := &krm.Function{Name: "x", Kind: "X", Run: krm.Unconfigured(func(p *krm.Pass) error { fn(p); failed = p.Failed(); return nil })}
		out, _, err := f.ProcessFiles(nil, input, krm.Options{})
		require.NoError(t, err)
		return out
	}
	runner(func(p *krm.Pass) { plan = Plan(p, cfg) })
	out := runner(func(p *krm.Pass) { require.NoError(t, run(p, cfg)) })
	require.NoError(t, yaml.Unmarshal(out[0].Data, &after), string(out[0].Data))
	if !failed {
		input = out
		assert.Equal(t, out, runner(func(p *krm.Pass) { require.NoError(t, run(p, cfg)) }), "twice is once")
		require.False(t, failed, "its own output is refused")
	}
	return after, plan, !failed
}

func TestContainersSeeWhatTheySawBefore(t *testing.T) {
	var texts []krm.Source
	for _, name := range configMaps {
		data, err := yaml.Marshal(obj{"apiVersion": "v1", "kind": "ConfigMap", "metadata": obj{"name": name}, "data": stored[name]})
		require.NoError(t, err)
		texts = append(texts, krm.Source{Name: name + ".yaml", Data: data})
	}
	baked, inlined := 0, 0
	for seed := range uint64(1200) {
		w := world{rand.New(rand.NewPCG(seed, 1))}
		volumes := []any{w.volume("v0"), w.volume("v1"), w.volume("v2")}
		spec := obj{
			"initContainers": []any{w.container("init", volumes)}, "containers": []any{w.container("c0", volumes), w.container("c1", volumes)},
			"volumes": volumes,
		}
		pod, err := yaml.Marshal(obj{"apiVersion": "v1", "kind": "Pod", "metadata": obj{"name": "p"}, "spec": spec})
		require.NoError(t, err)
		cfg := w.config(string(pod))
		after, plan, ok := bakeWorld(t, cfg, append([]krm.Source{{Name: "pod.yaml", Data: pod}}, texts...))
		if !ok {
			continue
		}

		about := fmt.Sprintf("seed %d, %+v\n%s", seed, cfg, pod)
		specAfter := after["spec"].(obj)
		for _, sort := range []string{"initContainers", "containers"} {
			for i, c := range list(spec[sort]) {
				c, now := c.(obj), list(specAfter[sort])[i].(obj)
				image, paths := map[string]string{}, map[string]string{}
				for _, p := range plan {
					if p.Name != str(c["name"]) {
						continue
					}
					for _, f := range p.Files {
						image[f.Path] = string(f.Data)
						baked++
					}
					for _, v := range p.Env {
						if strings.HasPrefix(v.Value, "/") {
							paths[v.Name] = v.Value
						} else {
							inlined++
						}
					}
				}
				before, sound := sees(spec, c, map[string]string{})
				if !sound {
					continue
				}
				seen, sound := sees(specAfter, now, image)
				require.True(t, sound, about)
				assert.Equal(t, before, seen, about)
				vars := variables(now)
				for name, to := range paths {
					assert.Equal(t, to, vars[name], about)
					delete(vars, name)
				}
				assert.Equal(t, variables(c), vars, about)
			}
		}
		if t.Failed() {
			return
		}
	}
	assert.Greater(t, baked, 500)
	assert.Greater(t, inlined, 100)
	t.Logf("%d files baked, %d variables inlined", baked, inlined)
}
