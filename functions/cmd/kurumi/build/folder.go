package build

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// kustomizationFiles is the names that kustomize looks for.
var kustomizationFiles = []string{"kustomization.yaml", "kustomization.yml", "Kustomization"}

// checkFolder says what is wrong with the folder that is to be built, where
// kustomize names neither it nor a remedy. What is no folder here is kustomize's to
// judge: it may be a URL.
func checkFolder(args []string) error {
	dir := "."
	if len(args) > 0 {
		dir = args[0]
	}
	file := kustomizationIn(dir)
	info, err := os.Stat(dir)
	isDir := err == nil && info.IsDir()
	switch {
	case file == "" && !isDir:
		return nil
	case file == "":
		return fmt.Errorf("kurumi build: %s has no kustomization in it%s", dir, below(dir))
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("kurumi build: %w", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("kurumi build: %s cannot be read: %w", file, err)
	}
	return nil
}

// kustomizationIn is the path of the kustomization in a folder, or empty.
func kustomizationIn(dir string) string {
	for _, name := range kustomizationFiles {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return filepath.Join(dir, name)
		}
	}
	return ""
}

// below names folders below that have one, up to two levels down.
func below(dir string) string {
	const most = 5
	var found []string
	for _, pattern := range []string{"*", "*/*"} {
		dirs, _ := filepath.Glob(filepath.Join(dir, pattern)) // of a fixed pattern
		for _, d := range dirs {
			if kustomizationIn(d) != "" {
				found = append(found, d)
			}
		}
	}
	// Overlays first: a base is seldom what is meant.
	slices.SortStableFunc(found, func(a, b string) int {
		return strings.Compare(fmt.Sprint(!strings.Contains(a, "overlay")), fmt.Sprint(!strings.Contains(b, "overlay")))
	})
	if len(found) == 0 {
		return "; name a folder that has one"
	}
	more := ""
	if len(found) > most {
		found, more = found[:most], ", …"
	}
	return "; below it have one: " + strings.Join(found, ", ") + more
}
