package trivy

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"
)

// What kurumi kev prints for code scanning is SARIF 2.1.0 by its schema, without a field that it does not have.
func TestSARIF(t *testing.T) {
	script, err := txtar.ParseFile("../../../functions/cmd/kurumi/kev/testdata/kev.txtar")
	require.NoError(t, err)
	var n int
	for _, file := range script.Files {
		if !strings.HasSuffix(file.Name, ".sarif") {
			continue
		}
		n++
		require.NoError(t, judgeSARIF(file.Data))
		for _, what := range []struct{ old, new string }{
			{`"uri"`, `"url"`},
			{`"startLine": 12`, `"startLine": 0`},
			{`"level": "error"`, `"level": "fatal"`},
			{`"kind": "external"`, `"kind": "elsewhere"`},
			{`"status": "accepted"`, `"status": "granted"`},
			{`"version": "2.1.0"`, `"version": "3"`},
		} {
			spoilt := bytes.ReplaceAll(file.Data, []byte(what.old), []byte(what.new))
			require.NotEqual(t, file.Data, spoilt)
			require.Error(t, judgeSARIF(spoilt), what.new)
		}
	}
	require.NotZero(t, n)
}

func judgeSARIF(data []byte) error {
	var report sarif.Report
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&report); err != nil {
		return err
	}
	for _, run := range report.Runs {
		run.Language, run.Tool.Driver.Language = "en-US", "en-US" // their default, which the library does not know
	}
	err := report.Validate()
	if err == nil {
		return nil
	}
	// The library writes a list that is not there as null, and then holds that against it.
	var problems []string
	for line := range strings.Lines(err.Error()) {
		if strings.Contains(line, ": ") && !strings.Contains(line, "Expected: array, given: null") {
			problems = append(problems, line)
		}
	}
	if len(problems) > 0 {
		return errors.New(strings.Join(problems, ""))
	}
	return nil
}
