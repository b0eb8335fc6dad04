package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"
)

// environments is how many of them render makes.
const environments = 50

// A builder is a way to build a folder.
type builder struct {
	name    string
	command []string // without the folder
	fn      string   // what the configs say of how to run the function, with NAME in it; empty for no functions
	whole   bool     // one Pipeline, not four functions
}

// hosts measures four functions where people run them: in the real kustomize, with
// containers and as programs, in kpt, and with kurumi build. It needs what `make
// build images` makes.
func hosts(runs int) error {
	kustomize, err := exec.Command("go", "tool", "-n", "kustomize").Output()
	if err != nil {
		return err
	}
	bin, err := filepath.Abs("bin")
	if err != nil {
		return err
	}
	plain, kurumi := strings.TrimSpace(string(kustomize)), filepath.Join(bin, "kurumi")
	const container = "container: {image: ghcr.io/kurumi-krm/NAME:v0.1.0}"
	ways := []builder{
		{"kustomize, four containers", []string{plain, "build", "--enable-alpha-plugins"}, container, false},
		{"kustomize, one container: a Pipeline", []string{plain, "build", "--enable-alpha-plugins"}, container, true},
		{"kustomize, four programs", []string{plain, "build", "--enable-alpha-plugins", "--enable-exec"}, "exec: {path: " + bin + "/NAME}", false},
		{"kurumi build, four functions", []string{kurumi, "build"}, container, false},
		{"kurumi build, one Pipeline", []string{kurumi, "build"}, container, true},
		{"kustomize, no functions", []string{plain, "build"}, "", false},
	}
	fmt.Printf("\nfour functions over mixed items; wall time, all cores, median of %d\n\n%-38s", runs, "")
	sizes := []int{12, 102, 1002}
	for _, n := range sizes {
		fmt.Printf(" %7d items  ratio", n)
	}
	fmt.Println()
	table := make([][]time.Duration, len(ways))
	for _, n := range sizes {
		times, err := timeBuilds(ways, n, min(runs, 1+3000/n))
		if err != nil {
			return err
		}
		for i := range ways {
			table[i] = append(table[i], times[i])
		}
	}
	for i, way := range ways {
		fmt.Printf("%-38s", way.name)
		for j := range sizes {
			fmt.Printf(" %13s %6.2f", round(table[i][j]), ratio(table[i][j], table[0][j]))
		}
		fmt.Println()
	}
	if err := kptEval(runs, container); err != nil {
		return err
	}
	return renders(plain, kurumi, container)
}

// timeBuilds builds the same items in several ways, in turns.
func timeBuilds(ways []builder, items, runs int) ([]time.Duration, error) {
	folders := make([]string, len(ways))
	for i, way := range ways {
		dir, err := folder(way, items)
		if err != nil {
			return nil, err
		}
		defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
		folders[i] = dir
	}
	times := make([][]time.Duration, len(ways))
	for range runs {
		for i, way := range ways {
			took, err := timed(exec.Command(way.command[0], append(way.command[1:], folders[i])...))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", way.name, err)
			}
			times[i] = append(times[i], took)
		}
	}
	medians := make([]time.Duration, len(ways))
	for i := range ways {
		medians[i] = median(times[i])
	}
	return medians, nil
}

func timed(cmd *exec.Cmd) (time.Duration, error) {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, &stderr)
	}
	return time.Since(begin), nil
}

// step is a step of the pipeline that the lists are measured with.
var step = regexp.MustCompile(`(?m)^    - kind: (\S+)\n((?:      .*\n)*)`)

// configs is the functions' configs by file name: of one Pipeline, or of each step.
func configs(way builder) map[string]string {
	const head = "apiVersion: kurumi.dev/v1alpha1\nkind: %s\nmetadata:\n  name: fn\n  annotations:\n    config.kubernetes.io/function: |\n      %s\n%s"
	steps := step.FindAllStringSubmatch(pipeline, -1)
	if way.whole {
		_, spec, _ := strings.Cut(pipeline, "\n  spec:\n")
		spec = strings.ReplaceAll("\n  spec:\n"+spec, "\n  ", "\n")[1:]
		return map[string]string{"fn1.yaml": fmt.Sprintf(head, "Pipeline", strings.ReplaceAll(way.fn, "NAME", "kurumi"), spec)}
	}
	names := map[string]string{"PreviewHost": "preview-host", "SealedSecretRename": "sealedsecret-rename", "ConfigBake": "config-bake", "RolloutConvert": "rollout-convert"}
	all := map[string]string{}
	for i, s := range steps {
		spec := strings.TrimPrefix(strings.ReplaceAll("\n"+s[2], "\n      ", "\n"), "\n")
		all[fmt.Sprintf("fn%d.yaml", i+1)] = fmt.Sprintf(head, s[1], strings.ReplaceAll(way.fn, "NAME", names[s[1]]), spec)
	}
	return all
}

// folder makes a kustomization of some items and the functions.
func folder(way builder, items int) (string, error) {
	dir, err := os.MkdirTemp("", "kurumi-bench")
	if err != nil {
		return "", err
	}
	return dir, fill(dir, way, items)
}

func fill(dir string, way builder, items int) error {
	objects, err := documents(items)
	if err != nil {
		return err
	}
	var kustomization strings.Builder
	kustomization.WriteString("resources: [items.yaml]\n")
	files := map[string]string{"items.yaml": objects}
	if way.fn != "" {
		kustomization.WriteString("transformers:\n")
		for i, fns := 1, configs(way); i <= len(fns); i++ {
			name := fmt.Sprintf("fn%d.yaml", i)
			files[name] = fns[name]
			kustomization.WriteString("- " + name + "\n")
		}
	}
	files["kustomization.yaml"] = kustomization.String()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// documents is the mixed list as plain manifests.
func documents(n int) (string, error) {
	l, err := mixed()
	if err != nil {
		return "", err
	}
	var all bytes.Buffer
	for i := range n {
		var b bytes.Buffer
		l.item(&b, i)
		text := strings.ReplaceAll("\n"+strings.TrimPrefix(b.String(), "- "), "\n  ", "\n")[1:]
		text = regexp.MustCompile(`(?m)^ +internal\.config\.kubernetes\.io.*\n`).ReplaceAllString(text, "")
		all.WriteString("---\n" + text)
	}
	return all.String(), nil
}

// kptEval measures kpt fn render with one container against four.
func kptEval(runs int, container string) error {
	fmt.Printf("\nkpt fn render, 102 items; wall time, median of %d\n\n", min(runs, 3))
	var first time.Duration
	for _, way := range []builder{{name: "four containers", fn: container}, {name: "one container: a Pipeline", fn: container, whole: true}} {
		var times []time.Duration
		for range min(runs, 3) {
			took, err := kptOnce(way)
			if err != nil {
				return err
			}
			times = append(times, took)
		}
		m := median(times)
		if first == 0 {
			first = m
		}
		fmt.Printf("%-38s %13s %6.2f\n", way.name, round(m), ratio(m, first))
	}
	return nil
}

func kptOnce(way builder) (time.Duration, error) {
	dir, err := folder(way, 102)
	if err != nil {
		return 0, err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	var kptfile strings.Builder
	kptfile.WriteString("apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: shop}\npipeline:\n  mutators:\n")
	fns := configs(way)
	for i := 1; i <= len(fns); i++ {
		name := fmt.Sprintf("fn%d.yaml", i)
		text := strings.Replace(fns[name], "  annotations:\n", "  annotations:\n    config.kubernetes.io/local-config: \"true\"\n", 1)
		image := regexp.MustCompile(`image: ([^}]+)`).FindStringSubmatch(text)[1]
		text = regexp.MustCompile(`    config\.kubernetes\.io/function: \|\n.*\n`).ReplaceAllString(text, "")
		text = strings.Replace(text, "name: fn\n", fmt.Sprintf("name: fn%d\n", i), 1)
		fmt.Fprintf(&kptfile, "  - image: %s\n    configPath: %s\n", image, name)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return 0, err
		}
	}
	if err := os.Remove(filepath.Join(dir, "kustomization.yaml")); err != nil {
		return 0, err
	}
	if err := os.WriteFile(filepath.Join(dir, "Kptfile"), []byte(kptfile.String()), 0o644); err != nil {
		return 0, err
	}
	return timed(exec.Command("kpt", "fn", "render", dir, "--image-pull-policy", "Never"))
}

// renders measures kurumi render against as many runs of kustomize, with and without
// containers.
func renders(kustomize, kurumi, container string) error {
	root, err := os.MkdirTemp("", "kurumi-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(root) }() // a temporary folder
	way := builder{fn: container, whole: true}
	for i := range environments {
		if err := fill(filepath.Join(root, "overlays", fmt.Sprintf("env-%02d", i)), way, 102); err != nil {
			return err
		}
	}
	cmd := exec.Command(kurumi, "render")
	cmd.Dir = root
	whole, err := timed(cmd)
	if err != nil {
		return err
	}
	var each time.Duration
	for i := range environments {
		took, err := timed(exec.Command(kustomize, "build", "--enable-alpha-plugins", filepath.Join(root, "overlays", fmt.Sprintf("env-%02d", i))))
		if err != nil {
			return err
		}
		each += took
	}
	fmt.Printf("\n%d environments of 102 items, a Pipeline each; wall time, %d cores, once\n\n", environments, runtime.NumCPU())
	fmt.Printf("%-38s %13s %6.2f\n%-38s %13s %6.2f\n", "kustomize, one after the other", round(each), 1.0, "kurumi render", round(whole), ratio(whole, each))
	return nil
}
