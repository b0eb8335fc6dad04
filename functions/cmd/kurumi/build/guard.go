package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// Configs that another kustomization makes, or that come over the network, are as
// they are only when kustomize has built them. So such an entry of a kustomization
// is given a folder in between: it has the entry as its one resource, and the guard
// as its transformer. The folder is a private one, and kustomize is made to see it
// beside the kustomization, so that the origins which it writes down are the same.

// guardImage is the image under which kustomize calls the guard.
const guardImage = "kurumi-build/guard"

const guardKustomization = "kustomization.yaml"

// guardConfig is the guard as a kustomization lists it, and what it stands for.
type guardConfig struct {
	Name   string `json:"name"`   // of the folder in between
	Folder string `json:"folder"` // of the kustomization, as it is told
	Entry  string `json:"entry"`
}

func (g guardConfig) String() string {
	spec, err := json.Marshal(g)
	if err != nil {
		panic(err) // of strings
	}
	return fmt.Sprintf(`{apiVersion: %s, kind: Guard, metadata: {name: guard, annotations: {%s: "{container: {image: %s}}"}}, spec: %s}`,
		krm.APIVersion, runtimeutil.FunctionAnnotationKey, guardImage, spec)
}

// runGuard is the guard's process.
func (b *session) runGuard(r *run, in []byte) (int, error) {
	var config struct {
		Spec guardConfig `json:"spec"`
	}
	if err := yaml.Unmarshal([]byte(functionConfig(in).MustString()), &config); err != nil {
		return 0, err
	}
	r.Folder, r.Config = config.Spec.Folder, "the config "+config.Spec.Entry
	return b.guard(config.Spec.Name).Command(nil, bytes.NewReader(in), os.Stdout, os.Stderr), nil
}

// guard is the function that adopts the configs which a kustomization made. Their
// origin must not tell of the folder in between.
func (b *session) guard(name string) *krm.Function {
	edit := func(obj *kyaml.RNode) error {
		const origin = "config.kubernetes.io/origin"
		if text := obj.GetAnnotations()[origin]; strings.Contains(text, name+"/") {
			if err := obj.PipeE(kyaml.SetAnnotation(origin, strings.ReplaceAll(text, name+"/", ""))); err != nil {
				return err
			}
		}
		_, err := b.adopt(obj)
		return err
	}
	return &krm.Function{Name: "kurumi build", Kind: "Guard", Type: krm.Transformer, Run: krm.Unconfigured(func(p *krm.Pass) error {
		for _, it := range p.Items() {
			p.Edit(it, edit)
		}
		return nil
	})}
}

// guarded makes the folder for an entry of the kustomization in a folder, and is
// the entry that takes its place.
func (t *tree) guarded(folder, entry string) (string, error) {
	name := fmt.Sprint(".kurumi-guard-", len(t.homes))
	// As deep as the entry leads up, so that no path from here is one of somebody else's.
	home := filepath.Join(t.private, name, strings.Repeat("d/", strings.Count(entry, "..")+1))
	if err := os.MkdirAll(home, 0o700); err != nil {
		return entry, err
	}
	resource := entry
	if local := filepath.Join(folder, entry); !isRemote(entry) {
		resource = "../" + filepath.ToSlash(entry)
		dir, _, err := t.FileSystem.CleanedAbs(local)
		if err != nil {
			return entry, err
		}
		t.roots[filepath.Join(home, resource)] = dir
	}
	text, err := json.Marshal(map[string]any{
		"resources":    []string{resource},
		"transformers": []string{guardConfig{name, short(t.here, folder), entry}.String()},
	})
	if err != nil {
		return entry, err
	}
	if err := os.WriteFile(filepath.Join(home, guardKustomization), text, 0o600); err != nil {
		return entry, err
	}
	// Written in this way, it is below the folder by its name: kustomize asks whether
	// it is in the clone of a repository.
	way, err := filepath.Rel(folder, home)
	if err != nil {
		return entry, err
	}
	root := filesys.ConfirmedDir(folder + string(filepath.Separator) + way)
	t.roots[filepath.Join(folder, name)], t.homes[home] = root, root
	t.words = append(t.words, root.String(), folder, home, folder, filepath.Join(home, resource), filepath.Join(folder, entry), name, entry)
	return name, nil
}

// withoutGuards is a message of kustomize's in terms of what the user wrote.
func (t *tree) withoutGuards(message string) string {
	return strings.NewReplacer(t.words...).Replace(message)
}

// isRemote reports whether kustomize looks for an entry elsewhere than in files:
// at a URL, or in a repository, as git@example.com:shop/base or github.com/shop/base.
func isRemote(entry string) bool {
	return isURL(entry) || strings.ContainsAny(entry, ":@") || strings.Contains(strings.ToLower(entry), "github.com")
}

// isURL reports whether kustomize asks the network for a file, whatever is on disk.
func isURL(entry string) bool {
	u, err := url.Parse(entry)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https")
}
