package configbake

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// stored is the data of the ConfigMaps and Secrets of the cluster. Only the ConfigMaps are in the input.
var stored = map[string]map[string]string{
	"one":    {"a.yaml": "one a", "b.yaml": "$(A) $$(A) $$ $x", "A": "yes", "B_A": "12:30", "1A": "no name"},
	"two":    {"c.yaml": "two c", "A": "$(B)", "B": "null"},
	"three":  {"only": "three"},
	"other":  {"a.yaml": "other a", "A": "other"},
	"secret": {"token": "t", "A": "secret", "S": "s"},
}

var configMaps = []string{"one", "two", "three", "other"}

// A world is a random pod, and a config.
type world struct{ *rand.Rand }

func (w world) pick(from ...string) string { return from[w.IntN(len(from))] }

func (w world) source() (string, obj) {
	name := w.pick("one", "one", "two", "three", "other", "secret")
	if name == "secret" {
		return "secret", obj{"name": name}
	}
	source := obj{"name": name}
	if w.IntN(3) == 0 {
		var items []any
		for i, key := range slices.Sorted(maps.Keys(stored[name])) {
			if i == 0 || w.IntN(2) == 0 {
				items = append(items, obj{"key": key, "path": w.pick("", "sub/", "x-") + key})
			}
		}
		source["items"] = items
	}
	return "configMap", source
}

func (w world) volume(name string) obj {
	if w.IntN(3) == 0 {
		var sources []any
		taken := map[string]bool{}
		for range 1 + w.IntN(3) {
			kind, source := w.source()
			if !taken[str(source["name"])] && !(taken["one"] || taken["two"] || taken["other"]) { // no two files at one path
				sources = append(sources, obj{kind: source})
			}
			taken[str(source["name"])] = true
		}
		return obj{"name": name, "projected": obj{"sources": sources}}
	}
	kind, source := w.source()
	if kind == "secret" {
		return obj{"name": name, "secret": obj{"secretName": "secret"}}
	}
	return obj{"name": name, kind: source}
}

func (w world) mounts(volumes []any) (mounts []any) {
	for _, at := range []string{"/m", "/m/x", "/n", "/o/p"} {
		if w.IntN(2) == 0 {
			v := volumes[w.IntN(len(volumes))].(obj)
			m := obj{"name": v["name"], "mountPath": at}
			if w.IntN(3) == 0 {
				m["subPath"] = w.pick(slices.Sorted(maps.Keys(files(v)))...)
			}
			mounts = append(mounts, m)
		}
	}
	return mounts
}

func (w world) container(name string, volumes []any) obj {
	c := obj{"name": name, "image": "registry.example.com/" + name + ":1"}
	if w.IntN(2) == 0 {
		if mounts := w.mounts(volumes); mounts != nil {
			c["volumeMounts"] = mounts
		}
		return c
	}
	var from, env []any
	for range w.IntN(4) {
		kind, name := "configMapRef", w.pick("one", "two", "other", "secret")
		if name == "secret" {
			kind = "secretRef"
		}
		from = append(from, obj{"prefix": w.pick("", "", "B_"), kind: obj{"name": name}})
	}
	names := []string{"A", "B", "C", "B_A"}
	w.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, name := range names[:w.IntN(4)] {
		v := obj{"name": name, "value": w.pick("x", "$x", "$(C)", "$(A)", "$(B)-$(B_A)", "$$(A)")}
		if w.IntN(3) == 0 {
			v = obj{"name": name, "valueFrom": obj{"configMapKeyRef": obj{"name": w.pick("one", "two"), "key": w.pick("A", "b.yaml"), "optional": true}}}
		}
		env = append(env, v)
	}
	if from != nil {
		c["envFrom"] = from
	}
	if env != nil {
		c["env"] = env
	}
	return c
}

func (w world) config(pod string) Config {
	cfg := Config{EnvFrom: w.pick("inline", "leave")}
	for _, e := range []Entry{{ConfigMap: "one"}, {ConfigMap: "two", Env: "TWO"}, {ConfigMap: "three", Env: "THREE"}, {ConfigMap: "two", Key: "c.yaml", Env: "C_YAML"}} {
		if w.IntN(3) > 0 && strings.Contains(pod, "name: "+e.ConfigMap) {
			if w.IntN(2) == 0 {
				e.Env = ""
			}
			cfg.Configs = append(cfg.Configs, e)
		}
	}
	if w.IntN(4) == 0 {
		cfg.Containers = []string{w.pick("init", "c0", "c1")}
	}
	return cfg
}
