package configbake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Annotation is where a pod template says what was baked into its images.
const Annotation = "kurumi.dev/baked"

// InlinedAnnotation is where a pod template says, with commas between them, which ConfigMaps' values became variables of
// its own. Nothing else would tell a second run why such a ConfigMap is gone.
const InlinedAnnotation = "kurumi.dev/inlined"

// A Baked is one file that is in the images of a pod.
type Baked struct {
	Container string // the only one that has it; empty if every one of the pod does
	ConfigMap string
	Key       string
	Path      string
}

// String is the file as the annotation has it.
func (b Baked) String() string {
	text := b.ConfigMap + "/" + b.Key + "=" + b.Path
	if b.Container != "" {
		text = b.Container + ":" + text
	}
	return text
}

// ParseBaked reads the annotation: files with commas between them, each as
// configmap/key=path, or container:configmap/key=path.
func ParseBaked(s string) ([]Baked, error) {
	if s == "" {
		return nil, nil
	}
	var all []Baked
	for text := range strings.SplitSeq(s, ",") {
		b, ok := parseBaked(text)
		if !ok {
			return nil, fmt.Errorf("%q is no baked file; write it as in api-config/config.yaml=/app/config.yaml, or with container: before it", text)
		}
		all = append(all, b)
	}
	return all, nil
}

func parseBaked(text string) (b Baked, ok bool) {
	what, path, found := strings.Cut(text, "=")
	if !found || checkPath(path) != "" {
		return b, false
	}
	if container, rest, found := strings.Cut(what, ":"); found {
		if !isName(container) {
			return b, false
		}
		b.Container, what = container, rest
	}
	b.ConfigMap, b.Key, _ = strings.Cut(what, "/")
	b.Path = path
	return b, isName(b.ConfigMap) && isKey(b.Key)
}

// formatBaked is what ParseBaked reads.
func formatBaked(all []Baked) string {
	texts := make([]string, len(all))
	for i, b := range all {
		texts[i] = b.String()
	}
	return strings.Join(texts, ",")
}

// spread writes files that every container has as files of each.
func spread(all []Baked, containers []string) []Baked {
	var each []Baked
	for _, b := range all {
		if b.Container != "" {
			each = append(each, b)
			continue
		}
		for _, b.Container = range containers {
			each = append(each, b)
		}
	}
	return each
}

// gather is the opposite of spread, and gives the files their order.
func gather(each []Baked, containers []string) []Baked {
	holders := map[Baked][]string{}
	for _, b := range each {
		file := Baked{ConfigMap: b.ConfigMap, Key: b.Key, Path: b.Path}
		holders[file] = append(holders[file], b.Container)
	}
	var all []Baked
	for file, names := range holders {
		if !slices.ContainsFunc(containers, func(name string) bool { return !slices.Contains(names, name) }) {
			all = append(all, file)
			continue
		}
		slices.Sort(names)
		for _, file.Container = range slices.Compact(names) {
			all = append(all, file)
		}
	}
	slices.SortFunc(all, func(a, b Baked) int {
		return cmp.Or(strings.Compare(a.ConfigMap, b.ConfigMap), strings.Compare(a.Key, b.Key),
			strings.Compare(a.Path, b.Path), strings.Compare(a.Container, b.Container))
	})
	return all
}
