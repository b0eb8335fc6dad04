package image

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/configbake"
)

// gather finds out what is to be baked.
func (b *baker) gather(cmd *cobra.Command, args []string) {
	var manifests []string
	for _, arg := range args {
		if src, dest, ok := strings.Cut(arg, "="); ok {
			b.copy(src, dest)
		} else {
			manifests = append(manifests, arg)
		}
	}
	if len(manifests) > 0 || b.flags.config != "" {
		b.planned(cmd, manifests)
	}
	b.settle()
	if len(b.what.files) == 0 && len(b.what.env) == 0 && !b.Failed() {
		b.Errorf("there is nothing to bake; give SRC=DEST, or manifests with a ConfigMap that is mounted")
	}
}

// copy takes a file, or a folder with what is in it. Links are refused: what they
// lead to may be anything of this machine.
func (b *baker) copy(src, dest string) {
	if wrong := badPath(dest); wrong != "" {
		b.Errorf("%s=%s: the path %s in the image %s", src, dest, dest, wrong)
		return
	}
	before := len(b.what.files) + len(b.Errors())
	err := filepath.WalkDir(src, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			b.Errorf("%s: cannot be read: %v", name, reason(err))
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case entry.IsDir():
		case entry.Type()&fs.ModeSymlink != 0:
			b.Errorf("%s: is a symbolic link; give what it leads to", name)
		case !entry.Type().IsRegular():
			b.Errorf("%s: is neither a file nor a folder", name)
		default:
			b.copyFile(src, dest, name)
		}
		return nil
	})
	if err != nil {
		b.Errorf("%s: %v", src, err)
	}
	if len(b.what.files)+len(b.Errors()) == before {
		b.Errorf("%s: there is no file in it", src)
	}
}

func (b *baker) copyFile(src, dest, name string) {
	info, err := os.Lstat(name)
	var data []byte
	if err == nil {
		data, err = os.ReadFile(name)
	}
	var rel string
	if err == nil {
		rel, err = filepath.Rel(src, name)
	}
	if err != nil {
		b.Errorf("%s: cannot be read: %v", name, reason(err))
		return
	}
	mode := int64(0o644)
	if info.Mode()&0o100 != 0 {
		mode = 0o755
	}
	b.add(bakedFile{path: path.Join(dest, filepath.ToSlash(rel)), mode: mode, data: data, from: name})
}

// planned takes what config-bake takes out of the manifests.
func (b *baker) planned(cmd *cobra.Command, args []string) {
	all, errs := plans(cmd, b.flags.config, args)
	for _, err := range errs {
		b.Errorf("%s", err)
	}
	if len(errs) == 0 {
		b.take(all)
	}
}

// take takes what the chosen containers need, which have to be of one image.
func (b *baker) take(all []configbake.Container) {
	chosen := slices.DeleteFunc(slices.Clone(all), func(c configbake.Container) bool {
		return len(c.Files)+len(c.Env) == 0 || !b.means(c)
	})
	if len(chosen) == 0 {
		b.Errorf("no container is meant; there is %s", candidates(all))
		return
	}
	for _, c := range chosen {
		if c.Image != chosen[0].Image {
			b.Errorf("containers of several images are meant: %s; choose with --container or --workload", candidates(chosen))
			return
		}
	}
	for _, c := range chosen {
		for _, f := range c.Files {
			b.add(bakedFile{path: f.Path, mode: f.Mode, data: f.Data, from: fmt.Sprintf("%s of ConfigMap %s in %s", f.Key, f.ConfigMap, c.Workload)})
		}
	}
	b.variables(chosen)
}

// means says whether the flags mean a container.
func (b *baker) means(c configbake.Container) bool {
	_, full, _ := strings.Cut(c.Workload, " ") // the kind is not asked for
	want := b.flags.workload
	return (b.flags.container == "" || c.Name == b.flags.container) &&
		(want == "" || want == full || want == path.Base(full) || want == c.Workload)
}

func candidates(all []configbake.Container) string {
	var texts []string
	for _, c := range all {
		texts = append(texts, fmt.Sprintf("container %s of %s (%s)", c.Name, c.Workload, cmp.Or(c.Image, "no image")))
	}
	if len(texts) == 0 {
		return "none that mounts a ConfigMap"
	}
	return strings.Join(texts, ", ")
}

// variables takes those on which all containers agree: one image can say one value.
func (b *baker) variables(chosen []configbake.Container) {
	values := map[string]string{}
	contested := map[string]bool{}
	var names []string
	for _, c := range chosen {
		for _, e := range c.Env {
			if was, ok := values[e.Name]; !ok {
				names = append(names, e.Name)
			} else if was != e.Value {
				contested[e.Name] = true
			}
			values[e.Name] = e.Value
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if contested[name] {
			b.Notef("%s: has several values in the manifests, so it is not put into the image; the manifests set it", name)
			continue
		}
		b.what.env = append(b.what.env, configbake.EnvVar{Name: name, Value: values[name]})
	}
}

// reason is what the system says, without the path, which the message has.
func reason(err error) error {
	if p, ok := err.(*fs.PathError); ok { //nolint:errorlint // it is not wrapped
		return p.Err
	}
	return err
}
