// Package kptfn makes kurumi's functions processors of the kpt function SDK, so
// that a program built on that SDK can embed them.
//
//	fn.AsMain(kptfn.Processor(previewhost.Function, krm.Options{}))
//
// It is a package of its own so that no function's image carries the SDK. What
// the SDK's runners do to a list is theirs: fn.Run and fn.AsMain sort the items,
// and leave out an empty items field.
package kptfn

import (
	"bytes"
	"fmt"

	"github.com/GoogleContainerTools/kpt-functions-sdk/go/fn"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// Processor makes a function of the SDK's. It is a ResourceListProcessorFunc,
// since fn.Run takes no other type. It returns false where a result has severity
// error; the items are unchanged then. An error means that the run broke.
func Processor(f *krm.Function, opts krm.Options) fn.ResourceListProcessorFunc {
	return func(rl *fn.ResourceList) (bool, error) {
		var out bytes.Buffer
		results, err := f.Process(wire(rl), &out, opts)
		if err != nil {
			return false, err
		}
		after, err := fn.ParseResourceList(out.Bytes())
		if err != nil {
			return false, fmt.Errorf("%s gave what the SDK cannot read: %w", f.Name, err)
		}
		rl.Items, rl.Results = after.Items, append(after.Results, rl.Results...)
		for _, r := range results {
			if r.Severity == krm.Error {
				return false, nil
			}
		}
		return true, nil
	}
}

// wire writes a list in its own order, which the SDK's ToYAML would sort, and
// without its results, which no function needs.
func wire(rl *fn.ResourceList) []byte {
	var b bytes.Buffer
	b.WriteString("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n")
	if !rl.FunctionConfig.IsEmpty() {
		b.WriteString("functionConfig:\n")
		indent(&b, "  ", rl.FunctionConfig.String())
	}
	if len(rl.Items) == 0 {
		b.WriteString("items: []\n")
		return b.Bytes()
	}
	b.WriteString("items:\n")
	for _, item := range rl.Items {
		b.WriteString("-\n")
		indent(&b, "  ", item.String())
	}
	return b.Bytes()
}

func indent(b *bytes.Buffer, pad, text string) {
	for ln := range bytes.Lines([]byte(text)) {
		if len(bytes.TrimSpace(ln)) > 0 {
			b.WriteString(pad)
		}
		b.Write(ln)
	}
}
