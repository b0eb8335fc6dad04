package build

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/blang/semver/v4"
	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// home is the last but one element of our images' names, in whatever registry.
const home = "kurumi-krm"

// changedIn says in which version a function's results last changed for one and
// the same input. A config that is pinned to an earlier one is refused.
var changedIn = map[string]string{}

// An image is a reference: a name, and perhaps a tag or a digest.
type image struct{ name, tag string }

func parseImage(ref string) image {
	ref, _, _ = strings.Cut(ref, "@")
	at := strings.LastIndexByte(ref, ':')
	if at < strings.LastIndexByte(ref, '/') { // a registry's port
		at = -1
	}
	if at < 0 {
		return image{name: ref}
	}
	return image{ref[:at], ref[at+1:]}
}

// function is the function in an image: one whose name ends in
// kurumi-krm/<function>, in whatever registry, or which the operator maps. It is
// nil for others.
func (s *settings) function(ref string) *krm.Function {
	name := parseImage(ref).name
	if mapped, ok := s.Functions[name]; ok {
		return named(mapped)
	}
	if path.Base(path.Dir(name)) != home {
		return nil
	}
	return named(path.Base(name))
}

// named is the function of that name, or nil.
func named(name string) *krm.Function {
	for _, f := range functions.All() {
		if f.Name == name {
			return f
		}
	}
	if name == "kurumi" { // takes a Pipeline
		return functions.Suite()
	}
	return nil
}

func names() string { return strings.Join(allNames(), ", ") }

func allNames() []string {
	var all []string
	for _, f := range append(functions.All(), functions.Suite()) {
		all = append(all, f.Name)
	}
	return all
}

// foreignImage is what is said of an image that is none of ours, behind the config
// that names it.
func foreignImage(ref string) error {
	if near := nearImage(ref); near != "" {
		return fmt.Errorf("names the image %s, and there is no such function; is %s meant?", ref, near)
	}
	return fmt.Errorf("names the image %s, which is none of kurumi's functions: "+
		"map it with --functions-map if it is one, or give --enable-alpha-plugins to run it with Docker", ref)
}

// nearImage is the function that an image of ours was surely meant to name.
func nearImage(ref string) string {
	name := parseImage(ref).name
	if path.Base(path.Dir(name)) != home {
		return ""
	}
	return strict.Closest(path.Base(name), allNames())
}

// checkVersion judges the version that a tag asks for against the one that is
// here. A tag that is no version, and a build that has none, say nothing.
func checkVersion(f *krm.Function, ref, version string) (warning string, err error) {
	asked, ok := release(parseImage(ref).tag)
	if !ok {
		return "", nil
	}
	if changed, ok := release(changedIn[f.Name]); ok && asked.LT(changed) {
		return "", fmt.Errorf("the image %s is pinned to a version with other results: %s gives other ones since %s; "+
			"change the tag, or build with kurumi %s", ref, f.Name, changed, asked)
	}
	if here, ok := release(version); ok && asked.GT(here) {
		return fmt.Sprintf("the image %s is newer than this kurumi, whose %s %s ran in its place", ref, f.Name, version), nil
	}
	return "", nil
}

// release is the version in a tag such as v1.2.3. What git describe appends counts
// as that version.
func release(tag string) (semver.Version, bool) {
	v, err := semver.ParseTolerant(tag)
	v.Pre, v.Build = nil, nil
	return v, err == nil && strings.Contains(tag, ".")
}

// readFunctionsMap reads the operator's file of further images.
//
//	registry.example.com/tools/ph: preview-host
func readFunctionsMap(file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("--functions-map: %w", err)
	}
	var all map[string]string
	if err := yaml.UnmarshalStrict(text, &all); err != nil {
		return nil, fmt.Errorf("--functions-map %s: it takes lines such as registry.example.com/tools/ph: preview-host; %w", file, err)
	}
	var wrong []string
	for _, ref := range slices.Sorted(maps.Keys(all)) {
		if img := parseImage(ref); img.name != ref {
			wrong = append(wrong, fmt.Sprintf("%s: leave the tag or digest out, every one counts", ref))
		}
		if named(all[ref]) == nil {
			wrong = append(wrong, fmt.Sprintf("%s: there is no function %q; there are %s", ref, all[ref], names()))
		}
	}
	if len(wrong) > 0 {
		return nil, fmt.Errorf("--functions-map %s: %s", file, strings.Join(wrong, "\n"))
	}
	return all, nil
}
