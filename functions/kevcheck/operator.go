package kevcheck

import (
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// This file reads the reports of trivy-operator, from files and as objects of the input.

const (
	operatorGroup   = "aquasecurity.github.io"
	operatorVersion = operatorGroup + "/v1alpha1"
)

// isOperator reports whether an object is a report on an image. The operator's other reports are not about vulnerabilities
// in images, or are lists of packages.
func isOperator(apiVersion, kind string) bool {
	group, _, _ := strings.Cut(apiVersion, "/")
	return group == operatorGroup && (kind == "VulnerabilityReport" || kind == "ClusterVulnerabilityReport")
}

type operatorHead struct{ made, server, repository, tag, digest string }

func (d *document) readOperator(s stream) error {
	h := &d.report
	return s.object(fields{
		"updateTimestamp": s.value(&h.made),
		"registry":        func() error { return s.object(fields{"server": s.value(&h.server)}) },
		"artifact": func() error {
			return s.object(fields{"repository": s.value(&h.repository), "tag": s.value(&h.tag), "digest": s.value(&h.digest)})
		},
		"vulnerabilities": func() error {
			return s.list(func() error {
				var v struct {
					ID        string `json:"vulnerabilityID"`
					Resource  string `json:"resource"`
					Installed string `json:"installedVersion"`
					Fixed     string `json:"fixedVersion"`
				}
				err := s.value(&v)()
				d.note(v.ID, Package{v.Resource, v.Installed, v.Fixed})
				return err
			})
		},
	})
}

// asReport is the report with its image, if that has a name.
func (h operatorHead) asReport(all []found) *report {
	r := &report{made: timeOf(h.made)}
	r.put(all)
	text := strings.TrimPrefix(h.server+"/"+h.repository, "/")
	if h.tag != "" {
		text += ":" + h.tag
	}
	if h.digest != "" {
		text += "@" + h.digest
	}
	if h.repository != "" && h.tag+h.digest != "" {
		r.name(text)
	}
	return r
}

func isReport(it *krm.Item) bool { return isOperator(it.APIVersion, it.Kind) }

// readItem reads a report of the input. Nothing of its tree is kept.
func (c *checker) readItem(it *krm.Item, obj *yaml.RNode) error {
	if it.APIVersion != operatorVersion {
		c.Errorf(it, krm.Field{Path: "apiVersion", Current: it.APIVersion}, "is of an unknown version; %s is known", operatorVersion)
		return nil
	}
	root := field(obj.YNode(), "report")
	h := operatorHead{
		made:       text(root, "updateTimestamp"),
		server:     text(root, "registry", "server"),
		repository: text(root, "artifact", "repository"),
		tag:        text(root, "artifact", "tag"),
		digest:     text(root, "artifact", "digest"),
	}
	d := document{exploited: c.catalog.entries}
	for _, v := range elements(field(root, "vulnerabilities")) {
		d.note(text(v, "vulnerabilityID"), Package{text(v, "resource"), text(v, "installedVersion"), text(v, "fixedVersion")})
	}
	r := h.asReport(d.found)
	r.source = it.String()
	if len(r.images) == 0 {
		c.Errorf(it, krm.Field{Path: "report.artifact"}, "names no image: a report has repository, and tag or digest")
	}
	c.reports.add(r)
	return nil
}

// field is the value below some fields, or nil.
func field(n *yaml.Node, names ...string) *yaml.Node {
	for _, name := range names {
		n = manifest.Field(n, name)
	}
	return n
}

// text is the scalar below some fields, or empty.
func text(n *yaml.Node, names ...string) string {
	if n = field(n, names...); n == nil || n.Kind != yaml.ScalarNode || n.ShortTag() == yaml.NodeTagNull {
		return ""
	}
	return n.Value
}

// elements is what a list holds.
func elements(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}
