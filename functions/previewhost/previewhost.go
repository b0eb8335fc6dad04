package previewhost

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

//go:embed doc.go
var doc string

//go:embed schema.json
var schema []byte

// Function is preview-host.
var Function = &krm.Function{
	Name:   "preview-host",
	Kind:   "PreviewHost",
	Type:   krm.Transformer,
	Doc:    krm.DocText(doc),
	Schema: schema,
	Run:    krm.Configured(run),
}

// run rewrites the hosts in three passes, of which most items see only the first and many see none: hosts that an
// item's own annotation decides; hosts that other items decide; and the places that mention hosts which by then are
// known.
func run(p *krm.Pass, cfg Config) error {
	r := newRewriter(p, cfg)
	r.visit(passOwn, r.table.has)
	r.visit(passOthers, func(it *krm.Item) bool { return r.waiting[it] })
	r.tellMissing()
	r.collisions()
	// Where hosts are missing or collide, what mentions them has no mistakes of its own; what covers them may.
	failed := p.Failed()
	r.hosts = newHostSet(r.images())
	r.settled = maps.Clone(r.previewIn)
	for _, hasOwn := range []bool{true, false} { // a wildcard that covers no route is decided by those that have a preview host
		r.visit(passMentions, func(it *krm.Item) bool {
			return r.waiting[it] && r.hasOwn[it] == hasOwn || !hasOwn && !failed && r.hosts.mentions(it.Text())
		})
	}
	r.tellMissing()
	if !p.Failed() {
		for _, tell := range r.late {
			tell()
		}
	}
	return nil
}

// pass numbers the times that an item is looked at.
type pass int

const (
	passOwn      pass = iota // what the item's own preview host decides
	passOthers               // what is left, now that all items' hosts are known
	passMentions             // what covers or mentions hosts
)

// A rewriter is one run.
type rewriter struct {
	*krm.Pass
	cfg       Config
	rules     rules
	table     table
	known     map[string]claim    // by production host in its normal form; a preview host stands for itself
	served    map[string]bool     // those of known that routes serve
	routed    map[string][]string // the same, by the domain they are in
	preview   map[string]bool     // the hosts that are preview hosts
	previewIn map[string]bool     // the domains that they are in
	settled   map[string]bool     // the same, when only wildcards were left to decide: these stay if they cover no other hosts
	waiting   map[*krm.Item]bool  // items with hosts that other items decide
	hasOwn    map[*krm.Item]bool  // those of them that have a preview host of their own
	hosts     *hostSet
	told      map[notice]bool
	missing   map[missing]krm.Field // hosts without a preview host, by their first places
	missed    []missing             // those of them that are to be told
	late      []func()              // tells of mistakes that may well follow from others, and go with them
}

func newRewriter(p *krm.Pass, cfg Config) *rewriter {
	return &rewriter{
		Pass:      p,
		cfg:       cfg,
		rules:     cfg.Rules,
		table:     newTable(cfg.Fields),
		known:     map[string]claim{},
		served:    map[string]bool{},
		routed:    map[string][]string{},
		preview:   map[string]bool{},
		previewIn: map[string]bool{},
		waiting:   map[*krm.Item]bool{},
		hasOwn:    map[*krm.Item]bool{},
		told:      map[notice]bool{},
		missing:   map[missing]krm.Field{},
	}
}

// A claim says what a host becomes, by which preview host, and which item was the first to say so.
type claim struct {
	image   string
	preview string
	by      *krm.Item
	at      string
}

func (r *rewriter) addPreview(host string) {
	r.preview[host] = true
	r.previewIn[domain(host)] = true
}

// images is what each known production host becomes.
func (r *rewriter) images() map[string]string {
	images := make(map[string]string, len(r.known))
	for host, c := range r.known {
		images[host] = c.image
	}
	return images
}

// visit looks at some of the items once.
func (r *rewriter) visit(now pass, concerns func(it *krm.Item) bool) {
	r.EditEach(krm.Where(r.Items(), concerns), func(it *krm.Item, obj *yaml.RNode) error {
		v := &visit{rewriter: r, item: it, obj: obj.YNode(), pass: now}
		if !v.readPreview() {
			return nil
		}
		r.table.each(it, func(pl parsedPlace) {
			pl.at.Each(v.obj, func(n *yaml.Node, at string) { v.place(pl, n, at) })
		})
		if now == passMentions {
			v.propagate()
		}
		v.traps()
		v.tlsSecrets()
		r.waiting[it], r.hasOwn[it] = v.unresolved, v.own != ""
		return nil
	})
}

// A visit is one look at one item.
type visit struct {
	*rewriter
	item       *krm.Item
	obj        *yaml.Node
	pass       pass
	own        string // the item's own preview host, if it has one
	unresolved bool   // some host waits for the next pass
}

// readPreview finds the item's own preview host. It returns false if what it finds is none.
func (v *visit) readPreview() bool {
	if v.cfg.Host != "" {
		v.own = v.cfg.Host
		return true
	}
	annotations := manifest.Field(manifest.Field(v.obj, "metadata"), "annotations")
	from := ""
	for _, name := range []string{v.cfg.Annotation, hostAnnotation} {
		n := manifest.Field(annotations, name)
		if n == nil || name == from {
			continue
		}
		f, host := krm.Field{Path: manifest.Under("metadata.annotations", name)}, ""
		if n.ShortTag() != yaml.NodeTagNull { // hosts write null as an empty text, and it is no better
			if !v.isText(n, f.Path) {
				return false
			}
			host = n.Value
		}
		f.Current = host
		if err := checkPreviewHost(host); err != nil {
			v.errorf(f, "%v", err)
			return false
		}
		if v.own != "" && v.own != host {
			v.errorf(f, "says %s, but the annotation %s says %s; remove one of the two", quoted(host), from, quoted(v.own))
			return false
		}
		v.own, from = host, name
	}
	return true
}

// collisions refuses routed hosts that would become one: whoever asks for it could get either.
func (r *rewriter) collisions() {
	byImage := map[string][]string{}
	for _, siblings := range r.routed {
		for _, host := range siblings {
			if c := r.known[host]; c.image != host {
				byImage[c.image] = append(byImage[c.image], host)
			}
		}
	}
	maps.DeleteFunc(byImage, func(_ string, hosts []string) bool { return len(hosts) < 2 })
	if len(byImage) == 0 {
		return
	}
	remedy := "tell them apart with\n" + r.suggestRules(slices.Concat(slices.Collect(maps.Values(byImage))...))
	for _, image := range slices.Sorted(maps.Keys(byImage)) {
		hosts := slices.Sorted(slices.Values(byImage[image]))
		host := hosts[len(hosts)-1]
		r.Errorf(r.known[host].by, krm.Field{Path: r.known[host].at, Current: host, Proposed: image},
			"%s would become one host, %s; %s", enumerate(hosts), image, remedy)
		remedy = "the rules above tell them apart, too"
	}
}

// A notice is something that was said of an item. Items are visited more than once, and told once.
type notice struct {
	item        *krm.Item
	at, message string
}

func (v *visit) errorf(f krm.Field, format string, args ...any) {
	if v.first(f, format, args) {
		v.Errorf(v.item, f, format, args...)
	}
}

func (v *visit) warnf(f krm.Field, format string, args ...any) {
	if v.first(f, format, args) {
		v.Warnf(v.item, f, format, args...)
	}
}

func (v *visit) first(f krm.Field, format string, args []any) bool {
	n := notice{v.item, f.Path, fmt.Sprintf(format, args...)}
	seen := v.told[n]
	v.told[n] = true
	return !seen
}
