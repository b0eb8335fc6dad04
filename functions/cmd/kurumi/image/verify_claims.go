package image

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A claim is what a pod template says of an image: a file is in it.
type claim struct {
	workload, container, image string
	file                       configbake.Baked
	user                       security
	problem                    string // why nobody need look into an image
}

func (c claim) row() row {
	return row{
		Workload: c.workload, Container: c.container, Image: c.image,
		ConfigMap: c.file.ConfigMap, Key: c.file.Key, Path: c.file.Path, Error: c.problem,
	}
}

// security is as much of securityContexts as says who reads.
type security struct {
	user, group string // numbers; empty for those of the image
	groups      []int  // beside that
}

// claims are all that manifests say, in their order.
func (v *verifier) claims(files []krm.Source) []claim {
	var all []claim
	f := &krm.Function{Name: "verify", Kind: "Verify", Type: krm.Validator, Run: krm.Unconfigured(func(p *krm.Pass) error {
		for _, it := range p.Items() {
			if !bytes.Contains(it.Text(), []byte(configbake.Annotation)) {
				continue
			}
			p.Edit(it, func(obj *yaml.RNode) error {
				for _, pod := range manifest.Pods(obj.YNode()) {
					all = append(all, claimsOf(p, it, pod)...)
				}
				return nil
			})
		}
		return nil
	})}
	_, results, err := f.ProcessFiles(nil, files, krm.Options{})
	v.results(results, err)
	return all
}

func claimsOf(p *krm.Pass, it *krm.Item, pod manifest.Pod) []claim {
	said := manifest.Field(manifest.Field(pod.Metadata, "annotations"), configbake.Annotation)
	if said == nil {
		return nil
	}
	baked, err := configbake.ParseBaked(said.Value)
	if err != nil {
		at := manifest.Under(manifest.Under(manifest.Under(pod.At, "metadata"), "annotations"), configbake.Annotation)
		p.Errorf(it, krm.Field{Path: strings.TrimPrefix(at, ".")}, "%v", err)
		return nil
	}
	var all []claim
	found := map[string]bool{}
	pod.Containers(func(c *yaml.Node, at string) {
		name := value(c, "name")
		found[name] = true
		for _, b := range baked {
			// An ephemeral container is a debugger's, and has an image of its own.
			if b.Container != name && (b.Container != "" || strings.Contains(at, "ephemeralContainers[")) {
				continue
			}
			one := claim{workload: it.String(), container: name, image: value(c, "image"), file: b}
			if one.image == "" {
				one.problem = "the container has no image"
			}
			if err := one.user.read(pod.Spec, c); err != nil {
				p.Errorf(it, krm.Field{Path: at + ".securityContext"}, "%v", err)
			}
			all = append(all, one)
		}
	})
	for _, b := range baked {
		if b.Container != "" && !found[b.Container] {
			all = append(all, claim{workload: it.String(), container: b.Container, file: b,
				problem: "the pod has no container " + b.Container + "; correct the annotation " + configbake.Annotation})
		}
	}
	return all
}

// read takes the container's word before the pod's.
func (s *security) read(spec, container *yaml.Node) error {
	of := manifest.Field(spec, "securityContext")
	own := manifest.Field(container, "securityContext")
	for name, into := range map[string]*string{"runAsUser": &s.user, "runAsGroup": &s.group} {
		if *into = value(own, name); *into == "" {
			*into = value(of, name)
		}
		if *into != "" && numeric(*into) < 0 {
			return fmt.Errorf("%s is %q, and should be a number", name, *into)
		}
	}
	groups := []string{value(of, "fsGroup")}
	if more := manifest.Field(of, "supplementalGroups"); more != nil {
		for _, n := range more.Content {
			groups = append(groups, n.Value)
		}
	}
	for _, text := range groups {
		if n, err := strconv.Atoi(text); err == nil {
			s.groups = append(s.groups, n)
		} else if text != "" {
			return fmt.Errorf("the group %q should be a number", text)
		}
	}
	return nil
}

// as is the user as Docker writes it, where an image says another.
func (s *security) as(user string) string {
	name, group, _ := strings.Cut(user, ":")
	if s.user != "" {
		name, group = s.user, ""
	}
	if s.group != "" {
		group = s.group
	}
	if group == "" {
		return name
	}
	return name + ":" + group
}

func value(n *yaml.Node, name string) string {
	if f := manifest.Field(n, name); f != nil {
		return f.Value
	}
	return ""
}
