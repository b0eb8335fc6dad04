// Command bench measures preview-host, and rollout-convert for changes of
// structure, against one kyaml round trip of the same ResourceList, as whole
// processes, and sealedsecret-rename against the RSA
// operations that it consists of; each pair side by side in one run.
//
// What counts is the ratio of the two, in CPU time (user and system) on one
// core, so that other work on the machine does not decide the result; on two
// cores it is in the time that passes. Each figure is the median of several
// runs, taken in turns.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

func main() {
	runs := flag.Int("runs", 5, "runs of each program")
	inHosts := flag.Bool("hosts", false, "measure inside kustomize, kpt and kurumi build instead; needs Docker and `make build images`")
	flag.Parse()
	measure := bench
	if *inHosts {
		measure = hosts
	}
	if err := measure(*runs); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench run's programs.
type programs struct{ bare, roundtrip, function, rollouts, suite string }

func bench(runs int) error {
	dir, err := os.MkdirTemp("", "kurumi-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	p := programs{}
	for _, b := range []struct {
		into *string
		pkg  string
	}{
		{&p.bare, "./pkg/krmtest/bench/bare"},
		{&p.roundtrip, "./pkg/krmtest/bench/roundtrip"},
		{&p.function, "./functions/previewhost/cmd/preview-host"},
		{&p.rollouts, "./functions/rolloutconvert/cmd/rollout-convert"},
		{&p.suite, "./functions/cmd/kurumi"},
	} {
		*b.into = filepath.Join(dir, filepath.Base(b.pkg))
		cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", *b.into, b.pkg)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("building %s: %w\n%s", b.pkg, err, out)
		}
	}
	fmt.Printf("functions against one kyaml round trip of the same list; median of %d\n\n", runs)
	fmt.Printf("%-34s %5s %7s %10s %10s %7s %6s %9s %9s\n", "what", "cores", "items", "kyaml", "kurumi", "ratio", "goal", "memory", "allowed")
	if err := p.throughput(runs); err != nil {
		return err
	}
	if err := p.start(runs); err != nil {
		return err
	}
	return rewrap(runs)
}

// throughput measures the lists of SPEC's speed table.
func (p programs) throughput(runs int) error {
	var thousand time.Duration
	var err error
	if lists["mixed"], err = mixed(); err != nil {
		return err
	}
	for _, size := range []int{1000, 10000} {
		for _, c := range []struct {
			list     string
			function string
			cores    int
			goal     float64
		}{
			{"every", p.function, 1, 0.35}, {"third", p.function, 1, 0.20}, {"none", p.function, 1, 0.05},
			{"structure", p.rollouts, 1, 0.60}, {"mixed", p.suite, 1, 0.35}, {"mixed", p.suite, 2, 0.25},
		} {
			in := resourceList(lists[c.list], size)
			m, err := sideBySide(c.cores, in, min(runs, 30_000/size), p.roundtrip, c.function)
			if err != nil {
				return err
			}
			allowed := float64(8*len(in))/1e6 + 15
			theirs, ours := m[0].cpu, m[1].cpu
			if c.cores > 1 {
				theirs, ours = m[0].wall, m[1].wall
			}
			fmt.Printf("%-34s %5d %7d %10s %10s %7.3f %6.2f %6.1f MB %6.1f MB\n", lists[c.list].name, c.cores, size,
				round(theirs), round(ours), ratio(ours, theirs), c.goal, m[1].memory, allowed)
			if c.list == "every" && size == 1000 {
				thousand = m[1].cpu
			} else if c.list == "every" {
				defer fmt.Printf("%-34s %42.1f %6.1f\n", "growth, 10,000 against 1,000 items", ratio(m[1].cpu, thousand), 12.0)
			}
		}
	}
	return nil
}

// start measures an empty list against a program that does nothing.
func (p programs) start(runs int) error {
	m, err := sideBySide(1, resourceList(list{config: hostsConfig}, 0), 20*runs, p.bare, p.function)
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %13d %10s %10s %7.2f %6.2f\n", "start, against a bare Go program", 0, round(m[0].wall), round(m[1].wall), ratio(m[1].wall, m[0].wall), 2.8)
	info, err := os.Stat(p.function)
	if err != nil {
		return err
	}
	fmt.Printf("%-34s %35.1f MB %9.1f MB\n", "binary", float64(info.Size())/1e6, 9.0)
	return nil
}

// A measurement is the median of several runs.
type measurement struct {
	cpu, wall time.Duration
	memory    float64 // peak resident, in MB
}

// sideBySide runs programs in turns on the same input, on some cores.
func sideBySide(cores int, in []byte, runs int, names ...string) ([]measurement, error) {
	cpu := make([][]time.Duration, len(names))
	wall := make([][]time.Duration, len(names))
	out := make([]measurement, len(names))
	for range runs {
		for i, name := range names {
			cmd := exec.Command(name)
			cmd.Stdin = bytes.NewReader(in)
			cmd.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", cores))
			begin := time.Now()
			if err := cmd.Run(); err != nil {
				return nil, fmt.Errorf("%s: %w", filepath.Base(name), err)
			}
			wall[i] = append(wall[i], time.Since(begin))
			cpu[i] = append(cpu[i], cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
			usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
			out[i].memory = max(out[i].memory, float64(usage.Maxrss)*1024/1e6)
		}
	}
	for i := range names {
		out[i].cpu, out[i].wall = median(cpu[i]), median(wall[i])
	}
	return out, nil
}

func median(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

func round(d time.Duration) string {
	if d < 100*time.Millisecond {
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(time.Millisecond).String()
}
