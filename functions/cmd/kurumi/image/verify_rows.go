package image

import (
	"encoding/json"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
)

// A row is what verify tells of one file in one image.
type row struct {
	Workload  string `json:"workload"`
	Container string `json:"container"`
	Image     string `json:"image"`
	Platform  string `json:"platform"`
	ConfigMap string `json:"configMap"`
	Key       string `json:"key"`
	Path      string `json:"path"`
	OK        bool   `json:"ok"`
	Error     string `json:"error"` // why it is not

	several bool // the image is there for several platforms
}

func (r row) imageText() string {
	if r.several {
		return r.Image + " (" + r.Platform + ")"
	}
	return r.Image
}

func writeRows(w io.Writer, output string, rows []row) error {
	if output == "json" {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(append([]row{}, rows...))
	}
	if len(rows) == 0 {
		return nil
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "WORKLOAD\tCONTAINER\tIMAGE\tPATH\tRESULT")
	for _, r := range rows {
		result := "ok"
		if !r.OK {
			result = "NO: " + r.Error
		}
		fmt.Fprintln(t, tell.Cells(r.Workload, r.Container, r.imageText(), r.Path, result))
	}
	return t.Flush()
}
