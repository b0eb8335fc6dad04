// Command bench measures kev-check on 500 reports of 2,000 vulnerabilities each, some 300 MB, against a kyaml round trip
// of the same reports: in files, as JSON, and as objects of the input, in YAML.
//
//	go run ./functions/cmd/kurumi/kev/bench
//
// What counts is CPU time (user and system) on one core, and the peak of memory that is resident. kyaml and the objects
// are given ten reports at a time, since kyaml takes eighty times the input in memory. It needs 1 GB of disk, and some
// minutes, nearly all of them for kyaml.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

const (
	vulnerabilities = 2000 // in each report
	together        = 10   // reports in each list
)

func main() {
	reports := flag.Int("reports", 500, "how many reports")
	into := flag.String("write", "", "only write them, into this folder")
	flag.Parse()
	run := bench
	if *into != "" {
		run = func(n int) error { return write(*into, n) }
	}
	if err := run(*reports); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(n int) error {
	dir, err := os.MkdirTemp("", "kurumi-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	for name, pkg := range map[string]string{"roundtrip": "./pkg/krmtest/bench/roundtrip", "kev-check": "./functions/kevcheck/cmd/kev-check"} {
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", filepath.Join(dir, name), pkg)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", pkg, err, out)
		}
	}
	// In another process: the memory that this one has would be counted as that of the programs that it starts.
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if out, err := exec.Command(self, "-write", dir, "-reports", fmt.Sprint(n)).CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return compare(dir, n)
}

func compare(dir string, n int) error {
	size, largest, err := sizes(filepath.Join(dir, "reports"))
	if err != nil {
		return err
	}
	fmt.Printf("%d reports of %d vulnerabilities, %.0f MB as JSON, the largest %.1f MB; GOMAXPROCS=1, CPU time\n\n", n, vulnerabilities, size, largest)
	fmt.Printf("%-44s %10s %10s %7s %6s %9s %9s\n", "reports", "kyaml", "kev-check", "ratio", "goal", "memory", "allowed")
	files, err := run(dir, "kev-check", "", "kev.yaml", "pods.yaml")
	if err != nil {
		return err
	}
	asJSON, err := each(dir, "roundtrip", "*.list.json")
	if err != nil {
		return err
	}
	tell("in files, as JSON", asJSON, files, fmt.Sprintf("%6.1f MB", 2*largest+50))
	asYAML, err := each(dir, "roundtrip", "*.list.yaml")
	if err != nil {
		return err
	}
	objects, err := each(dir, "kev-check", "*.list.yaml")
	if err != nil {
		return err
	}
	tell(fmt.Sprintf("objects of the input, in YAML, %d at a time", together), asYAML, objects, "")
	return nil
}

// sizes is how many megabytes the files of a folder have, and the largest of them.
func sizes(dir string) (all, largest float64, err error) {
	entries, err := os.ReadDir(dir)
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			return 0, 0, err
		}
		size := float64(info.Size()) / 1e6
		all, largest = all+size, max(largest, size)
	}
	return all, largest, err
}

func tell(what string, kyaml, ours cost, allowed string) {
	fmt.Printf("%-44s %10s %10s %7.3f %6.2f %6.1f MB %s\n", what, kyaml.cpu.Round(time.Millisecond), ours.cpu.Round(time.Millisecond),
		float64(ours.cpu)/float64(kyaml.cpu), 0.25, ours.memory, allowed)
}

// A cost is what runs took: their time together, and the most memory of one.
type cost struct {
	cpu    time.Duration
	memory float64 // MB
}

// each runs a program over each of some lists.
func each(dir, name, lists string) (sum cost, err error) {
	files, err := filepath.Glob(filepath.Join(dir, lists))
	if err != nil {
		return sum, err
	}
	for _, file := range files {
		c, err := run(dir, name, file)
		if err != nil {
			return sum, err
		}
		sum = cost{sum.cpu + c.cpu, max(sum.memory, c.memory)}
	}
	return sum, nil
}

// run runs a program. That kev-check found nothing exploited would be a mistake here.
func run(dir, name, stdin string, args ...string) (c cost, err error) {
	cmd := exec.Command(filepath.Join(dir, name), args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if stdin != "" {
		file, err := os.Open(stdin)
		if err != nil {
			return c, err
		}
		defer func() { _ = file.Close() }() // it was only read
		cmd.Stdin = file
	}
	err = cmd.Run()
	found := bytes.Contains(stderr.Bytes(), []byte("is being exploited"))
	if (err != nil) != found || found != (name == "kev-check") {
		return c, fmt.Errorf("%s: %w\n%s", name, err, stderr.String())
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return cost{cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), float64(usage.Maxrss) * 1024 / 1e6}, nil
}
