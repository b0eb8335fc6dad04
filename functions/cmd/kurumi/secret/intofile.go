package secret

import (
	"bytes"
	"encoding/json"

	"sigs.k8s.io/kustomize/kyaml/yaml"

	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// updated is the file with all that was put into it.
func (s *sealer) updated(f *intoFile) []byte {
	if f.isNew {
		return bytes.Join(f.appended, []byte("---\n"))
	}
	data, results := items(f.name, f.data, func(p *krm.Pass) {
		for i, it := range sealedItems(p) {
			if u, ok := f.updates[i]; ok {
				p.Edit(it, func(obj *yaml.RNode) error {
					u.apply(obj.YNode())
					return finalName(obj.YNode(), u.name)
				})
			}
		}
	})
	if s.Results(results) {
		return nil
	}
	if json.Valid(f.data) && (!json.Valid(data) || len(f.appended) > 0) {
		s.Errorf("%s: is JSON, into which this cannot be put; convert it to YAML first", f.name)
		return nil
	}
	for _, doc := range f.appended {
		data = appendDocument(data, doc)
	}
	return data
}

func (s *sealer) write(f *intoFile, data []byte) {
	var err error
	if f.isNew {
		err = newFile(f.path, data)
	} else {
		err = replaceFile(f.path, f.data, data)
	}
	if err != nil {
		s.Errorf("%s: cannot be written: %v", f.name, cause(err))
	}
}

// appendDocument puts a document behind those of a stream.
func appendDocument(stream, doc []byte) []byte {
	if len(bytes.TrimSpace(stream)) == 0 {
		return doc
	}
	stream = bytes.Clone(stream)
	if !bytes.HasSuffix(stream, []byte("\n")) {
		stream = append(stream, '\n')
	}
	if !bytes.HasSuffix(stream, []byte("\n---\n")) {
		stream = append(stream, "---\n"...)
	}
	return append(stream, doc...)
}
