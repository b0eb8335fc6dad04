package previewhost

import (
	"slices"
	"strings"
	"testing"

	"github.com/kurumi-krm/kurumi/pkg/krmtest"
)

// TestGeneratedPlaces writes the places table into the README.
func TestGeneratedPlaces(t *testing.T) {
	krmtest.Splice(t, "README.md", "places", placesTable())
}

// A placesRow is a kind in the README's table, with its paths by role.
type placesRow struct {
	kind   string
	groups []string
	paths  [3][]string
}

// placesTable is every place as markdown, a kind a row. The same kind in two
// groups with the same places (an API that moved) is one row.
func placesTable() string {
	var rows []*placesRow
	for _, pl := range places {
		i := slices.IndexFunc(rows, func(r *placesRow) bool { return r.kind == pl.kind && r.groups[0] == pl.group })
		if i < 0 {
			i = len(rows)
			rows = append(rows, &placesRow{kind: pl.kind, groups: []string{pl.group}})
		}
		rows[i].paths[pl.role] = append(rows[i].paths[pl.role], "`"+shownPath(pl.path)+"`")
	}
	var merged []*placesRow
	for _, row := range rows {
		i := slices.IndexFunc(merged, func(r *placesRow) bool { return r.kind == row.kind && sameCells(r.paths, row.paths) })
		if i < 0 {
			merged = append(merged, row)
			continue
		}
		merged[i].groups = append(merged[i].groups, row.groups...)
	}
	var b strings.Builder
	b.WriteString("| kind | serves | covers | mentions |\n|---|---|---|---|\n")
	for _, row := range merged {
		name := "any, in `metadata.annotations`"
		if row.kind != "" {
			name = "`" + row.kind + "` (" + strings.Join(row.groups, ", ") + ")"
		}
		b.WriteString("| " + name)
		for _, cell := range row.paths {
			b.WriteString(" | " + strings.Join(cell, "<br>"))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

func sameCells(a, b [3][]string) bool {
	return slices.EqualFunc(a[:], b[:], slices.Equal)
}

// shownPath is a path as results write it. Of an annotation the name is enough.
func shownPath(path string) string {
	if name, ok := strings.CutPrefix(path, "metadata/annotations/"); ok {
		return strings.ReplaceAll(name, `\/`, "/")
	}
	return strings.ReplaceAll(path, "/", ".")
}
