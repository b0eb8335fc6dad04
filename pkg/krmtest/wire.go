package krmtest

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// wire runs the case as kpt does: kyaml reads the files into a ResourceList, with
// annotations that say where each object stood, the function's program takes that
// on stdin, and kyaml reads what it prints. All of it has to agree with what
// became of the files.
func (c Case) wire(t *testing.T, f *krm.Function, want outcome) {
	t.Helper()
	in, err := c.ResourceList()
	if err != nil {
		t.Logf("not run over a ResourceList, since no host could make one: %v", err)
		return
	}
	var stdout, stderr bytes.Buffer
	var args []string
	if len(c.Keys) > 0 {
		args = []string{"--keys", c.KeysFolder(t)}
	}
	var code int
	if len(c.Files) > 0 {
		code = f.CommandList(bytes.NewReader(in), &stdout, &stderr, c.Options())
	} else {
		code = f.Command(args, bytes.NewReader(in), &stdout, &stderr)
	}
	if refused := code != 0; refused != want.refused() {
		t.Errorf("over a ResourceList it exits %d\n%s", code, stderr.String())
	}
	got, items, err := readList(stdout.Bytes())
	if err != nil {
		t.Fatalf("no host can read what it prints: %v\n%s", err, stdout.String())
	}
	if a, b := resultsText(want.results), resultsText(got.results); a != b {
		t.Errorf("over a ResourceList it tells something else\n%s", Diff("files", "ResourceList", a, b, 3))
	}
	if got.count(krm.Error)+got.count(krm.Info) == 0 || got.refused() {
		if rest, ok := bytes.CutPrefix(stdout.Bytes(), in); !ok || len(rest) > 0 && !bytes.HasPrefix(rest, []byte("results:\n")) {
			t.Errorf("it changes no item, but the list is not as it came\n%s", Diff("stdin", "stdout", string(in), stdout.String(), 3))
		}
	}
	for _, r := range got.results {
		if r.Severity != krm.Info && !strings.Contains(stderr.String(), r.String()) {
			t.Errorf("stderr does not say %q:\n%s", r, stderr.String())
		}
	}
	c.silent(t, got.results, stderr.String())
	compareItems(t, in, items, want)
}

// compareItems holds the items that were printed against the files, and checks
// that those which were there before stand in the same order.
func compareItems(t *testing.T, in []byte, items []*yaml.RNode, want outcome) {
	t.Helper()
	wanted, err := readFiles(want.files)
	if err != nil {
		t.Errorf("no host can read what it made of the files: %v", err)
		return
	}
	if a, b := itemsText(t, wanted), itemsText(t, items); a != b {
		t.Errorf("over a ResourceList it gives something else\n%s", Diff("files", "ResourceList", a, b, 3))
	}
	_, before, err := readList(in)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := inCommon(before, items), inCommon(items, before); a != b {
		t.Errorf("the items stand in another order\n%s", Diff("stdin", "stdout", a, b, 3))
	}
}

// ResourceList is the case's input and config as a host hands it over.
func (c Case) ResourceList() ([]byte, error) {
	items, err := readFiles(c.Input)
	if err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	w := kio.ByteWriter{Writer: &buf, KeepReaderAnnotations: true, WrappingKind: kio.ResourceListKind, WrappingAPIVersion: kio.ResourceListAPIVersion}
	if c.Config != nil {
		configs, err := (&kio.ByteReader{Reader: bytes.NewReader(c.Config.Data), DisableUnwrapping: true, OmitReaderAnnotations: true}).Read()
		if err != nil {
			return nil, err
		}
		if len(configs) != 1 {
			return nil, fmt.Errorf("%d configs", len(configs))
		}
		w.FunctionConfig = configs[0]
	}
	if err := w.Write(items); err != nil {
		return nil, err
	}
	if buf.Len() > 0 && !bytes.HasSuffix(buf.Bytes(), []byte("\n")) {
		return nil, errors.New("a list without a last newline")
	}
	return buf.Bytes(), nil
}

// readFiles reads files as kyaml's LocalPackageReader does, in memory.
func readFiles(files []krm.Source) ([]*yaml.RNode, error) {
	var all []*yaml.RNode
	for _, file := range files {
		nodes, err := (&kio.ByteReader{
			Reader:            bytes.NewReader(file.Data),
			SetAnnotations:    map[string]string{"config.kubernetes.io/path": file.Name, "internal.config.kubernetes.io/path": file.Name},
			DisableUnwrapping: true,
			PreserveSeqIndent: true,
			WrapBareSeqNode:   true,
		}).Read()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		all = append(all, nodes...)
	}
	return all, nil
}

// readList reads a ResourceList as a host does.
func readList(list []byte) (outcome, []*yaml.RNode, error) {
	r := kio.ByteReader{Reader: bytes.NewReader(list), OmitReaderAnnotations: true}
	items, err := r.Read()
	var o outcome
	if err == nil && r.WrappingKind != kio.ResourceListKind {
		err = errors.New("it is no ResourceList")
	}
	if err == nil && r.Results != nil {
		err = r.Results.YNode().Decode(&o.results)
	}
	return o, items, err
}

// sourceLine is where a message says something stands, which depends on the form
// of the input.
var sourceLine = regexp.MustCompile(`\b(line|item) \d+`)

// resultsText is results in full, but for what depends on the form of the input.
func resultsText(results []krm.Result) string {
	var b strings.Builder
	for _, r := range results {
		b.WriteString(sourceLine.ReplaceAllString(r.String(), "$1 …") + "\n")
		if r.Field != nil {
			fmt.Fprintf(&b, "\tcurrent %q, proposed %q\n", r.Field.Current, r.Field.Proposed)
		}
	}
	return b.String()
}
