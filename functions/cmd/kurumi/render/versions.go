package render

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// versionsName is the file that lists the versions that are kept, if there are any.
const versionsName = ".kurumi-versions"

const versionsHead = `# The versions that kurumi render keeps, the newest last: names have no order. Commit it
# with the files.
`

// A lineage is what the versions of one object have in common. Its name is the one
// without the suffix.
type lineage struct {
	environment string
	id
}

// versions is the names of all versions that there are, the newest last.
type versions map[lineage][]string

// versionsLine is one lineage in the file:
//
//	production ExternalSecret.external-secrets.io shop/db: db-1a2b3c db-4d5e6f
var versionsLine = lazyregexp.New(`^([A-Za-z0-9][-A-Za-z0-9._]*) ([A-Za-z][-A-Za-z0-9]*)(?:\.([-a-z0-9.]+))? (?:([-a-z0-9.]+)/)?([-a-z0-9.]+):((?: [-a-z0-9.]+)+)$`)

func (l lineage) line(names []string) string {
	kind, name := l.kind, l.name
	if l.group != "" {
		kind += "." + l.group
	}
	if l.namespace != "" {
		name = l.namespace + "/" + name
	}
	return l.environment + " " + kind + " " + name + ": " + strings.Join(names, " ")
}

// readVersions reads the file. Of what git could not merge it takes both sides, and
// what is ours for the newer one.
func readVersions(data []byte) (versions, error) {
	all, ours, theirs, ancestors := versions{}, versions{}, versions{}, versions{}
	side, number := all, 0
	for text := range bytes.Lines(data) {
		number++
		line := strings.TrimRight(string(text), "\r\n")
		m := versionsLine.FindStringSubmatch(line)
		switch {
		case m != nil:
			side.add(lineage{m[1], id{kind: m[2], group: m[3], namespace: m[4], name: m[5]}}, strings.Fields(m[6]))
		case strings.HasPrefix(line, "<<<<<<<"):
			side = ours
		case strings.HasPrefix(line, "|||||||"):
			side = ancestors
		case strings.HasPrefix(line, "======="):
			side = theirs
		case strings.HasPrefix(line, ">>>>>>>"):
			side = all
		case line != "" && line[0] != '#':
			return nil, fmt.Errorf("line %d: %q is no list of versions; restore the file, or remove it, and no earlier versions are kept", number, line)
		}
	}
	for _, side := range []versions{theirs, ours} {
		for of, names := range side {
			all.add(of, names)
		}
	}
	return all, nil
}

// add adds another history of a lineage: the order of both stays as far as it can,
// and where neither tells, what is added is the newer one.
func (v versions) add(of lineage, names []string) {
	var all []string
	for _, name := range v[of] {
		if i := slices.Index(names, name); i >= 0 {
			all, names = append(all, names[:i+1]...), names[i+1:]
		} else if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	v[of] = append(all, names...)
}

// text is the file, or nil if nothing is kept.
func (v versions) text() []byte {
	if len(v) == 0 {
		return nil
	}
	var lines []string
	for of, names := range v {
		lines = append(lines, of.line(names)+"\n")
	}
	slices.Sort(lines)
	return []byte(versionsHead + strings.Join(lines, ""))
}

// versions is what the file in the output folder says.
func (p *place) versions(is tree) (versions, error) {
	if _, there := is.files[versionsName]; !there {
		return versions{}, nil
	}
	data, err := p.root.ReadFile(path.Join(p.name, versionsName))
	if err != nil {
		return nil, cause(err)
	}
	return readVersions(data)
}
