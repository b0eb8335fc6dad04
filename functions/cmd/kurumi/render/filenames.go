package render

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// An id is what tells two resources of an environment apart. The version is not
// part of it: v1 and v1beta1 of one name are one object in the cluster.
type id struct {
	group, kind, namespace, name string
}

func (r id) String() string {
	name := r.name
	if r.namespace != "" {
		name = r.namespace + "/" + name
	}
	return r.kind + " " + strings.ReplaceAll(name, "\n", `\n`)
}

const (
	extension = ".yaml"
	// maxBase is how long a file name may be without its extension. File systems
	// take 255 bytes, archives and checkouts on Windows often fewer.
	maxBase = 200
	// levels is how many forms of a file name there are, from short to unique.
	levels = 4
)

// fileNames gives each resource the shortest name that no other one has. The ids
// must differ. It does not depend on their order.
func fileNames(ids []id) []string {
	names := make([]string, len(ids))
	var todo []int
	for i := range ids {
		todo = append(todo, i)
	}
	for level := 1; level <= levels && len(todo) > 0; level++ {
		sharing := map[string][]int{}
		for _, i := range todo {
			names[i] = fileName(ids[i], level)
			sharing[names[i]] = append(sharing[names[i]], i)
		}
		todo = todo[:0]
		for _, group := range sharing {
			if len(group) > 1 {
				todo = append(todo, group...)
			}
		}
	}
	return names
}

// fileName is one form of a resource's file name. An underscore comes from here
// alone, one for each level above the first, so that names of two levels never
// meet.
func fileName(r id, level int) string {
	base := safe(r.kind) + "-" + safe(r.name)
	for i, part := range []string{safe(r.namespace), safe(r.group), hash(r)} {
		if level > i+1 {
			base += "_" + part
		}
	}
	if len(base) > maxBase {
		mark := strings.Repeat("_", level+levels) + hash(r)
		base = base[:maxBase-len(mark)] + mark
	}
	return base + extension
}

// safe turns a text into one that every file system takes and keeps apart from
// others, whether it minds capital letters or not.
func safe(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case 'A' <= c && c <= 'Z':
			return c - 'A' + 'a'
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '.', c == '-':
			return c
		}
		return '-'
	}, s)
}

func hash(r id) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{r.group, r.kind, r.namespace, r.name}, "\x00")))
	return hex.EncodeToString(sum[:8])
}
