// Package kev is the command kurumi kev: kev-check for CI.
package kev

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

// flags is the command line.
type flags struct {
	catalog, config, output string
	reports                 []string
}

// A run is one of kurumi kev.
type run struct {
	tell.Report
	flags     flags
	manifests []krm.Source
	rendered  []string // names of those that no file holds
	missing   string   // what the config says about an image without a report
	outcome   string
	found     int // errors that are in what is printed
}

// Command is kurumi kev. Its errors are whole messages, of several lines where there are several mistakes.
func Command() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:                   "kev [--catalog FILE] [--report FILE ...] [--config FILE] MANIFESTS ...",
		Short:                 "Fail if images in manifests have vulnerabilities that are being exploited",
		DisableFlagsInUseLine: true,
		Long: `Runs kev-check over manifests: the images of all their containers are looked up in
reports of scanners, and what was found is compared with CISA's catalogue of known
exploited vulnerabilities (KEV).

Manifests are files, folders with a kustomization, or a dash for stdin. Reports are
Trivy's JSON, CycloneDX with vulnerabilities, or VulnerabilityReports as kubectl prints
them in JSON; a folder stands for the *.json files in it. VulnerabilityReports in YAML
are given among the manifests.

--config is a KevCheck, which has the allowances. --catalog takes the place of its
catalogue, and --report that of its reports; then reports among the manifests are an
error, since whoever writes those could override a scanner's. What the config names has
to be below the folder in which the command runs; the flags may name any file.

Prints a line for each vulnerable package, and for each image without a report. With
-o json it is a list of objects, one for each vulnerability in an image, with the fields
result (exploited, allowed or no report), workload, file, line, container, field, image,
cve, name, packages (name, installed, fixed), due, ransomware, reason, expires, message.
-o sarif is SARIF 2.1.0, as code scanning takes it. Line is 0 where it is not known: in
what a kustomization makes.

Exits with 1 if what it found fails the build: an exploited vulnerability that is not
allowed, or an image without a report if the config says so (missingReport: error).
Exits with 2 if anything else is wrong, such as a file that cannot be read or a mistake
in the config; what is printed is not all then, and mostly nothing.

For CI, and not in the way of a deployment: a catalogue that grew overnight must not
keep a rollback from going out.`,
		Example: `  curl -sSfLO https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json
  trivy image --format json --output api.json ghcr.io/example/api:1.4.2
  kurumi kev --catalog known_exploited_vulnerabilities.json --report api.json overlays/prod
  kurumi kev --config kev.yaml -o sarif manifests/*.yaml > kev.sarif`,
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			r := &run{Report: tell.Report{Stderr: cmd.ErrOrStderr()}, flags: f, outcome: "nothing was checked"}
			r.check(ctx, cmd, args)
			return r.failure()
		},
	}
	cmd.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &Failure{fmt.Errorf("%s: %w; see %[1]s --help", cmd.CommandPath(), err), 2}
	})
	set := cmd.Flags()
	set.StringVar(&f.catalog, "catalog", "", "CISA's catalogue, known_exploited_vulnerabilities.json")
	set.StringArrayVar(&f.reports, "report", nil, "a report, or a folder of them; several may be given")
	set.StringVar(&f.config, "config", "", "a KevCheck with further settings")
	set.StringVarP(&f.output, "output", "o", "table", "table, json or sarif")
	return cmd
}

// now is the clock, by which allowances expire.
func now() time.Time { return time.Now() }

// check is the command.
func (r *run) check(ctx context.Context, cmd *cobra.Command, args []string) {
	if !slices.Contains([]string{"table", "json", "sarif"}, r.flags.output) {
		r.Errorf("-o is %q, but must be table, json or sarif", r.flags.output)
	}
	cwd, err := os.Getwd()
	if err != nil {
		r.Errorf("%v", err)
		return
	}
	files := &folder{dir: cwd}
	config := r.configured(files)
	r.gather(ctx, args, cmd.InOrStdin())
	if r.Failed() {
		return
	}
	var places []kevcheck.Place
	f := *kevcheck.Function
	f.Run = krm.Configured(func(p *krm.Pass, cfg kevcheck.Config) error {
		r.missing = cfg.MissingReport
		if len(r.flags.reports) > 0 {
			refuseReports(p)
		}
		places = kevcheck.Check(p, cfg)
		return nil
	})
	_, results, err := f.ProcessFiles(config, r.manifests, krm.Options{Files: files, Dir: cwd, Now: now()})
	if err != nil {
		r.Errorf("%v", err)
	}
	r.Results(results)
	if places == nil && r.Failed() {
		return
	}
	rows := r.rows(places)
	if err := write(cmd.OutOrStdout(), r.flags.output, rows); err != nil {
		r.Errorf("%v", err)
	}
	r.sumUp(places, rows)
}

// refuseReports refuses reports among the manifests.
func refuseReports(p *krm.Pass) {
	for _, it := range p.Items() {
		if it.Group() == "aquasecurity.github.io" && strings.HasSuffix(it.Kind, "VulnerabilityReport") {
			p.Errorf(it, krm.Field{}, "is a report among the manifests, and --report says which reports count; leave one of the two out")
		}
	}
}

func (r *run) sumUp(places []kevcheck.Place, rows []row) {
	images, without, n := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, pl := range places {
		images[pl.Image] = true
		if !pl.Reported {
			without[pl.Image] = true
		}
	}
	for _, row := range rows {
		n[row.Result]++
		if row.fails() {
			r.found++
		}
	}
	r.outcome = fmt.Sprintf("%s, %d without a report; %d exploited, %d allowed",
		tell.Count(len(images), "image"), len(without), n[exploited], n[allowed])
	if !r.Failed() {
		r.Notef("%s", r.outcome)
	}
}
