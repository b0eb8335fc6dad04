// Package catalog is kurumi functions: what there is, and how it is configured.
package catalog

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions"
	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// Command is kurumi functions with its subcommands.
func Command() *cobra.Command {
	var output string
	list := &cobra.Command{
		Use:   "functions [NAME] [-o table|json]",
		Short: "List the functions, with their documentation and schemas",
		Long: `Lists the functions that are in this binary.

  kurumi functions                      the table
  kurumi functions [docs] NAME          what one does: its documentation
  kurumi functions schema NAME|Pipeline the JSON schema of its config, for editors

A function goes by its name (preview-host) or the kind of its config (PreviewHost).`,
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) > 0:
				return tell(cmd, args[0], docs)
			case output == "table":
				return writeTable(cmd.OutOrStdout())
			case output == "json":
				return writeJSON(cmd.OutOrStdout())
			}
			return fmt.Errorf("kurumi functions: -o is %q, but must be table or json", output)
		},
	}
	list.Flags().StringVarP(&output, "output", "o", "table", "table or json")
	list.AddCommand(
		about("docs", "Show what a function does", docs),
		about("schema", "Print the JSON schema of a config", schema),
	)
	return list
}

// about is a command that prints something of one function.
func about(use, short string, text func(f *krm.Function) string) *cobra.Command {
	return &cobra.Command{
		Use:                   use + " NAME",
		Short:                 short,
		Args:                  cobra.ExactArgs(1),
		DisableFlagsInUseLine: true,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return names(all()), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error { return tell(cmd, args[0], text) },
	}
}

// all is every function, and all of them as one.
func all() []*krm.Function { return append(functions.All(), functions.Suite()) }

func tell(cmd *cobra.Command, name string, text func(f *krm.Function) string) error {
	f, err := find(all(), name)
	if err != nil {
		return fmt.Errorf("%s: %w", cmd.CommandPath(), err)
	}
	_, err = io.WriteString(cmd.OutOrStdout(), text(f))
	return err
}

func docs(f *krm.Function) string { return f.Doc }

func schema(f *krm.Function) string {
	if f.Kind == krm.PipelineKind {
		return string(functions.PipelineSchema())
	}
	return string(f.Schema)
}

// find is the function of a name or kind.
func find(all []*krm.Function, name string) (*krm.Function, error) {
	for _, f := range all {
		if f.Name == name || f.Kind == name {
			return f, nil
		}
	}
	if near := strict.Closest(name, names(all)); near != "" {
		return nil, fmt.Errorf("there is no function %q; is %s meant?", name, near)
	}
	return nil, fmt.Errorf("there is no function %q, but %s", name, strings.Join(names(all), ", "))
}

func names(all []*krm.Function) []string {
	names := make([]string, len(all))
	for i, f := range all {
		names[i] = f.Name
	}
	return names
}

func writeTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tKIND\tTYPE\tDOES")
	for _, f := range all() {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", f.Name, f.Kind, f.Type, f.Summary())
	}
	return t.Flush()
}

// A row is a function in the JSON output.
type row struct {
	Name       string `json:"name"`
	APIVersion string `json:"apiVersion"` // of its config
	Kind       string `json:"kind"`
	Type       string `json:"type"`
	Does       string `json:"does"`
	Keys       bool   `json:"keys"` // it takes private keys from the operator
}

func writeJSON(w io.Writer) error {
	rows := []row{}
	for _, f := range all() {
		rows = append(rows, row{f.Name, krm.APIVersion, f.Kind, string(f.Type), f.Summary(), f.Keys})
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(rows)
}
