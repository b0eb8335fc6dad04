package krmtest

import (
	"bytes"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// shortestSecret is the fewest characters that are looked for. Anything shorter
// is in a message by chance.
const shortestSecret = 8

// hostName is what a result may show although it stands in a Secret.
var hostName = regexp.MustCompile(`^[a-zA-Z0-9*.-]+$`)

// silent checks that no result, nor the text that tells them, has a value of a
// Secret in it.
func (c Case) silent(t *testing.T, results []krm.Result, text string) {
	t.Helper()
	var b strings.Builder
	b.WriteString(text)
	for _, r := range results {
		b.WriteString("\n" + r.Message)
		if r.Field != nil {
			b.WriteString("\n" + r.Field.Current + "\n" + r.Field.Proposed)
		}
	}
	for _, secret := range append(secretsIn(c.Input), keysIn(c.Keys)...) {
		if strings.Contains(b.String(), secret) {
			t.Errorf("a result shows %q, which is a Secret's", secret)
		}
	}
}

// keysIn is every line of the operator's keys that is no more than its form.
func keysIn(files []krm.Source) []string {
	found := secretsIn(files)
	for _, file := range files {
		for line := range strings.Lines(string(file.Data)) {
			if line = strings.TrimSpace(line); len(line) >= 40 && !strings.HasPrefix(line, "-----") {
				found = append(found, line)
			}
		}
	}
	return found
}

// secretsIn is every line of every value of the Secrets in some files. What
// cannot be read has no values that anybody could tell.
func secretsIn(files []krm.Source) []string {
	var found []string
	for _, file := range files {
		dec := yaml.NewDecoder(bytes.NewReader(file.Data))
		for {
			var doc yaml.Node
			if dec.Decode(&doc) != nil {
				break
			}
			findSecrets(&doc, &found)
		}
	}
	return found
}

// findSecrets looks for Secrets in a tree, for they may stand in a List.
func findSecrets(n *yaml.Node, found *[]string) {
	fields := map[string]*yaml.Node{}
	for i := 0; n.Kind == yaml.MappingNode && i < len(n.Content); i += 2 {
		fields[n.Content[i].Value] = n.Content[i+1]
	}
	if kind := fields["kind"]; kind != nil && kind.Value == "Secret" {
		values(fields["stringData"], func(value string) { addLines(value, found) })
		values(fields["data"], func(value string) {
			*found = append(*found, value)
			if plain, err := base64.StdEncoding.DecodeString(value); err == nil {
				addLines(string(plain), found)
			}
		})
		return
	}
	for _, child := range n.Content {
		findSecrets(child, found)
	}
}

// values calls fn for the scalars of a mapping that are long enough.
func values(n *yaml.Node, fn func(value string)) {
	for i := 1; n != nil && i < len(n.Content); i += 2 {
		if v := n.Content[i]; v.Kind == yaml.ScalarNode && len(v.Value) >= shortestSecret {
			fn(v.Value)
		}
	}
}

func addLines(value string, found *[]string) {
	for line := range strings.Lines(value) {
		line = strings.TrimSpace(line)
		if isHost := hostName.MatchString(line) && strings.Contains(line, "."); len(line) >= shortestSecret && !isHost {
			*found = append(*found, line)
		}
	}
}
