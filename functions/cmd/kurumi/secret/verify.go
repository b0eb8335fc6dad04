package secret

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

func verifyCommand() *cobra.Command {
	var keys, output string
	cmd := &cobra.Command{
		Use:                   "verify [--keys DIR] PATH ...",
		Short:                 "Check that every sealed value opens, and with which key",
		DisableFlagsInUseLine: true,
		Long: `Opens every value of every SealedSecret in the files and folders, as the controller
would, and shows none. Of folders it reads all .yaml, .yml and .json files below them,
but for those in folders whose names begin with a dot. A dash is stdin.

Prints a line for each value: whether it opens, with which key, and whether that is an
old one. Exits with 1 if a value does not open, or a file cannot be read.`,
		Example: `  kurumi secret verify --keys ~/keys deploy/
  kustomize build overlays/prod | kurumi secret verify --keys ~/keys -
  kurumi secret verify -o json deploy/ | jq '.[] | select(.old)'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			r := &report{tell.Report{Stderr: cmd.ErrOrStderr()}}
			r.verify(args, keys, output, cmd.InOrStdin(), cmd.OutOrStdout())
			return r.Err("kurumi secret verify", "see below")
		},
	}
	keysFlag(cmd, &keys)
	cmd.Flags().StringVarP(&output, "output", "o", "table", "table or json")
	return cmd
}

// A row is what verify tells of one value, or of an object as a whole, which has
// no key then.
type row struct {
	File        string `json:"file"`
	Namespace   string `json:"namespace"`
	Name        string `json:"name"`
	Key         string `json:"key"`
	Scope       string `json:"scope"`
	Opens       bool   `json:"opens"`
	Fingerprint string `json:"fingerprint"` // of the key that opens it
	Old         bool   `json:"old"`         // that key is not the newest
	Error       string `json:"error"`       // why it does not open
}

func (r *report) verify(paths []string, keysDir, output string, stdin io.Reader, stdout io.Writer) {
	if output != "table" && output != "json" {
		r.Errorf("-o is %q, but must be table or json", output)
	}
	if len(paths) == 0 {
		r.Errorf("which files? Give files or folders, or a dash for stdin")
	}
	keys := r.needKeys(keysDir)
	if r.Failed() {
		return
	}
	rows := r.rows(r.find(paths, stdin), keys)
	var err error
	if output == "json" {
		err = writeJSON(stdout, rows)
	} else {
		err = writeTable(stdout, rows)
	}
	if err != nil {
		r.Errorf("%v", err)
	}
	r.sumUp(rows, keys)
}

// rows is a row for each value of the files.
func (r *report) rows(files []file, keys *ring) []row {
	var all []*opening
	var read [][]*object
	for _, f := range files {
		objects, _ := r.read(f)
		read = append(read, objects)
		all = append(all, openings(objects)...)
	}
	sealed.Each(len(all), func(i int) { keys.open(all[i]) })
	rows := []row{}
	for i, objects := range read {
		for _, o := range objects {
			for _, problem := range o.general() {
				rows = append(rows, o.row(files[i].name, "", problem))
			}
			for _, key := range o.keys {
				rows = append(rows, o.row(files[i].name, key, o.problemOf(key)))
				if last := &rows[len(rows)-1]; last.Error == "" {
					last.fill(all[0], keys)
					all = all[1:]
				}
			}
		}
	}
	return rows
}

func (o *object) row(file, key, wrong string) row {
	return row{File: file, Namespace: o.Namespace, Name: o.Name, Key: key, Scope: o.Scope.String(), Error: wrong}
}

// fill fills in what came of an opening.
func (w *row) fill(o *opening, keys *ring) {
	if w.Opens = o.err == nil; !w.Opens {
		w.Error = o.err.Error()
		return
	}
	w.Fingerprint = sealed.Fingerprint(o.key)
	w.Old = !o.key.Equal(keys.newest)
}

func (r *report) sumUp(rows []row, keys *ring) {
	opens, old := 0, 0
	for _, w := range rows {
		if w.Opens {
			opens++
		}
		if w.Old {
			old++
		}
	}
	text := fmt.Sprintf("%s: %d open, %d of them with an old key", tell.Count(len(rows), "value"), opens, old)
	if closed := len(rows) - opens; closed > 0 {
		r.Errorf("%s, and %d do not (%s)", text, closed, keys.tried())
		return
	}
	r.Notef("%s", text)
}

func writeJSON(w io.Writer, rows []row) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(rows)
}

func writeTable(w io.Writer, rows []row) error {
	if len(rows) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "FILE\tSEALEDSECRET\tKEY\tSCOPE\tOPENS")
	for _, w := range rows {
		opens := "NO: " + w.Error
		switch {
		case w.Old:
			opens = "with an old key, " + w.Fingerprint
		case w.Opens:
			opens = "yes, " + w.Fingerprint
		}
		name := strings.TrimPrefix(w.Namespace+"/"+w.Name, "/")
		fmt.Fprintln(t, tell.Cells(w.File, name, w.Key, w.Scope, opens))
	}
	return t.Flush()
}
