package rename

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// Retain says how long an object stays after a new one took its place.
type Retain struct {
	// The number of versions that stay in the rendered output, the current one counted in. Which those are only the history
	// of what was rendered can tell: it is for `kurumi render`, and an error elsewhere.
	Keep *int `json:"keep,omitempty"`
	// Adds `PruneLast=true` to Argo CD's sync options, so that the old object goes when all else is healthy. A sync stays
	// running until then.
	PruneLast bool `json:"pruneLast,omitempty"`
}

// Validate judges what the types cannot.
func (r Retain) Validate(p *krm.Pass) {
	at := krm.Field{Path: "spec.retain.keep"}
	switch {
	case r.Keep == nil:
	case *r.Keep < 1:
		at.Current = strconv.Itoa(*r.Keep)
		p.Errorf(nil, at, "is less than 1, and the current version stays in any case; write how many do, that one counted in, or none")
	case !p.Keeps():
		p.Errorf(nil, at, "needs the history of what was rendered, which kurumi render has, and a function by itself does not see; use that, pruneLast, or none")
	}
}

// ValidateSelector judges which objects a config names: kinds is what to call one of them, with its article.
func ValidateSelector(p *krm.Pass, s manifest.Selector, kinds string) {
	for i, name := range s.Names {
		if name == "" {
			p.Errorf(nil, krm.Field{Path: fmt.Sprintf("spec.selector.names[%d]", i)}, "is empty; name %s", kinds)
		}
	}
	if s.Check() != nil {
		p.Errorf(nil, krm.Field{Path: "spec.selector.labelSelector", Current: s.LabelSelector}, "is no label selector; write it as in app=shop,tier!=db")
	}
}

// ValidateReferences judges the further places of references that a config names.
func ValidateReferences(p *krm.Pass, references []manifest.FieldSpec) {
	for i, spec := range references {
		if strings.Trim(spec.Path, "/") == "" {
			p.Errorf(nil, krm.Field{Path: fmt.Sprintf("spec.references[%d].path", i)}, "names no field; write it as in spec/database/secretName")
		}
	}
}
