package layers

import (
	"encoding/binary"
	"errors"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// version begins every listing. Another layout of it is another version, and
// a listing of an older one is read anew from its layer.
const version = "kurumi-layer-1\n"

// maxListing is more than the largest listing that encode makes.
const maxListing = maxNames + maxNodes*64

// encode writes a listing as bytes: its version, its layer, and every record as
// its numbers and its texts, each of these behind its length.
func encode(id v1.Hash, records []record) []byte {
	b := append([]byte(version+id.String()), '\n')
	for _, r := range records {
		b = append(b, r.kind)
		for _, n := range []int64{r.mode, r.uid, r.gid, r.size, r.modified} {
			b = binary.AppendVarint(b, n)
		}
		for _, s := range []string{r.name, r.link} {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	return b
}

var errListing = errors.New("is no listing of that layer")

// decode builds the tree of a listing.
func decode(id v1.Hash, b []byte) (*tree, error) {
	text, ok := strings.CutPrefix(string(b), version+id.String()+"\n")
	if !ok {
		return nil, errListing
	}
	t := newTree()
	for d := (decoder{text, true}); d.rest != ""; {
		r := d.record()
		if !d.ok {
			return nil, errListing
		}
		if err := t.add(r); err != nil {
			return nil, err
		}
	}
	return t, nil
}

type decoder struct {
	rest string
	ok   bool
}

func (d *decoder) record() record {
	kind := d.take(1)
	if !d.ok {
		return record{}
	}
	return record{
		kind: kind[0],
		mode: d.number(), uid: d.number(), gid: d.number(), size: d.number(), modified: d.number(),
		name: d.text(), link: d.text(),
	}
}

func (d *decoder) number() int64 {
	n, length := binary.Varint(d.head())
	d.took(length)
	return n
}

func (d *decoder) text() string {
	length, n := binary.Uvarint(d.head())
	d.took(n)
	return d.take(int(length)) // a length that is no int becomes a negative one
}

// head has the next number in it.
func (d *decoder) head() []byte { return []byte(d.rest[:min(len(d.rest), binary.MaxVarintLen64)]) }

// took takes a number of that many bytes away; none of a length is no number.
func (d *decoder) took(n int) {
	if n <= 0 {
		d.ok = false
	}
	d.take(n)
}

func (d *decoder) take(n int) string {
	if n < 0 || n > len(d.rest) || !d.ok {
		d.ok = false
		return ""
	}
	taken := d.rest[:n]
	d.rest = d.rest[n:]
	return taken
}
