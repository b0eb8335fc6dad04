package image

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"strconv"
	"strings"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/functions/configbake"
)

// content is what goes into an image.
type content struct {
	files []bakedFile // in the order of their paths
	env   []configbake.EnvVar
}

// A bakedFile is a file as it shall be in the image.
type bakedFile struct {
	path string // absolute and clean
	mode int64
	data []byte
	from string // as messages name it
}

// digest says what the files and variables are, whatever they are put on top of.
func (c content) digest() string {
	sum := sha256.New()
	for _, f := range c.files {
		field(sum, "file", f.path, strconv.FormatInt(f.mode, 8), string(f.data))
	}
	for _, e := range c.env {
		field(sum, "env", e.Name, e.Value)
	}
	return "sha256:" + hex.EncodeToString(sum.Sum(nil))
}

// field writes texts so that none can be taken for a part of another.
func field(sum hash.Hash, texts ...string) {
	for _, text := range texts {
		fmt.Fprintf(sum, "%d:%s", len(text), text)
	}
}

func (c content) sum() string {
	size := 0
	for _, f := range c.files {
		size += len(f.data)
	}
	text := fmt.Sprintf("%s (%s)", tell.Count(len(c.files), "file"), bytesText(int64(size)))
	if len(c.env) > 0 {
		text += ", " + tell.Count(len(c.env), "variable")
	}
	return text
}

// add takes a file. The same one may come from several places.
func (b *baker) add(f bakedFile) {
	if wrong := badPath(f.path); wrong != "" {
		b.Errorf("%s: the path %s in the image %s", f.from, f.path, wrong)
		return
	}
	b.what.files = append(b.what.files, f)
}

// settle puts the files in order, and refuses two that cannot both be.
func (b *baker) settle() {
	all := b.what.files
	slices.SortStableFunc(all, func(x, y bakedFile) int { return strings.Compare(x.path, y.path) })
	at := map[string]bakedFile{}
	kept := all[:0]
	for _, f := range all {
		other, twice := at[f.path]
		switch {
		case !twice:
			at[f.path] = f
			kept = append(kept, f)
		case string(other.data) != string(f.data) || other.mode != f.mode:
			b.Errorf("%s and %s are both to be %s in the image, and differ", other.from, f.from, f.path)
		}
	}
	b.what.files = kept
	for _, f := range kept {
		for i := strings.LastIndexByte(f.path, '/'); i > 0; i = strings.LastIndexByte(f.path[:i], '/') {
			if other, ok := at[f.path[:i]]; ok {
				b.Errorf("%s is to be the file %s in the image, and %s is to be in a folder of that name", other.from, other.path, f.from)
			}
		}
	}
}
