package secret

import (
	"crypto/rsa"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

func editCommand() *cobra.Command {
	var flags struct{ cert, keys string }
	cmd := &cobra.Command{
		Use:                   "edit [--cert FILE] [--keys DIR] FILE [NAME]",
		Short:                 "Change values of a SealedSecret in your editor",
		DisableFlagsInUseLine: true,
		Long: `Opens a SealedSecret of FILE in $VISUAL or $EDITOR as a Secret with stringData, and
seals only the values that changed; the others keep their bytes. NAME says which, where
FILE holds several: the name, the name without its suffix, or namespace/name.

With the private keys (--keys), values can be read. With the certificate alone (--cert),
a placeholder stands for each: leave it to keep the value, replace it, or remove it.

A SealedSecret under its final name gets another name when its content changes. In strict
scope the values that did not change have to move along, which takes private keys; with
the certificate alone, all values have to be given.

New values are sealed for the certificate, else for the newest key. Nothing is written if
nothing changed or the text is empty. If the text has mistakes, the editor opens again.
Plaintexts are in a private folder, in memory where the system has a place for that, and
removed when the editor ends. An editor may keep copies elsewhere (vim: viminfo, undofile).`,
		Example: `  kurumi secret edit --keys ~/keys deploy/db.yaml
  EDITOR='code --wait' kurumi secret edit --cert cert.pem deploy/secrets.yaml shop/db`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return errors.New("kurumi secret edit: which file? Give one, and if it holds several SealedSecrets, the name of one")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			e := &edit{report: report{tell.Report{Stderr: cmd.ErrOrStderr()}}}
			e.in, e.out = cmd.InOrStdin(), cmd.OutOrStdout()
			if e.setUp(flags.cert, flags.keys); !e.Failed() {
				e.run(args[0], append(args, "")[1])
			}
			return e.Err("kurumi secret edit", args[0]+" is as it was")
		},
	}
	certFlag(cmd, &flags.cert)
	keysFlag(cmd, &flags.keys)
	return cmd
}

// An edit is one run of kurumi secret edit.
type edit struct {
	report
	streams
	to   *rsa.PublicKey
	keys *ring // nil for none
}

func (e *edit) setUp(cert, keys string) {
	e.keys = e.report.keys(keys)
	switch {
	case cert != "":
		e.to = e.certificate(cert)
	case e.keys != nil:
		e.to = e.keys.newest
	case !e.Failed():
		e.Errorf("whom to seal for? Give the controller's certificate with --cert FILE (kubeseal --fetch-cert prints it), or its private keys with --keys DIR, with which values can be read too")
	}
}

func (e *edit) run(name, which string) {
	f, ok := e.open(name)
	if !ok {
		return
	}
	objects, ok := e.read(f)
	if e.Failed() {
		return
	}
	if !ok {
		e.Errorf("%s: holds no SealedSecret; kurumi secret seal makes one of a Secret", name)
		return
	}
	at := e.choose(name, objects, which)
	if at < 0 || e.wrong(name, objects[at:at+1]) {
		return
	}
	d := e.draft(f, objects[at], at)
	u := e.ask(d)
	if u != nil {
		e.write(d, *u)
	}
}

func (e *edit) open(name string) (file, bool) {
	path, err := filepath.EvalSymlinks(name)
	if err != nil {
		e.Errorf("%s: %v", name, cause(err))
		return file{}, false
	}
	data, err := os.ReadFile(path)
	if err != nil {
		e.Errorf("%s: %v", name, cause(err))
	}
	return file{name, path, data}, err == nil
}

// choose is the index of the SealedSecret that is meant, or -1.
func (e *edit) choose(file string, objects []*object, which string) int {
	found := -1
	for i, o := range objects {
		_, base, _ := o.FinalName()
		if which != "" && which != o.Name && which != base && which != o.String() && which != o.Namespace+"/"+base {
			continue
		}
		if found >= 0 {
			found = len(objects)
			continue
		}
		found = i
	}
	switch {
	case found < 0:
		e.Errorf("%s: holds no SealedSecret %s; it has%s", file, which, listed(objects))
	case found == len(objects):
		e.Errorf("%s: which SealedSecret is meant? Name one of those that it has:%s", file, listed(objects))
		return -1
	}
	return found
}

func listed(objects []*object) string {
	var names strings.Builder
	for _, o := range objects {
		names.WriteString("\n  " + o.String())
	}
	return names.String()
}
