package build

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// failure is what a user is told when a build fails. What a function had to say is
// on stderr already; kustomize wraps its exit code in a line for each folder on the
// way, of which none says more.
func (c *command) failure(b *session, runs []*run, err error) error {
	if len(c.tree.problems) > 0 {
		return errors.New(strings.Join(c.tree.problems, "\n"))
	}
	for _, r := range runs {
		if r.Code != 0 {
			why := ran([]*run{r}) // perhaps
			return errors.New(strings.Join(append(why, fmt.Sprintf("nothing was built: %s failed", r)), "\n"))
		}
	}
	if err == nil {
		return nil
	}
	if strings.Contains(err.Error(), b.noHelm()) {
		return errors.New("a kustomization has Helm charts in it, which kustomize inflates with --enable-helm only")
	}
	return errors.New(c.tree.withoutGuards(err.Error()))
}

// warn says what somebody should know of a build that went well.
func warn(stderr io.Writer, terminal bool, runs []*run) {
	for _, text := range ran(runs) {
		fmt.Fprintln(stderr, text)
	}
	// A log has no use for advice.
	if folder := several(runs); folder != "" && terminal {
		fmt.Fprintf(stderr, "kurumi build: several functions ran one after the other in %s; a Pipeline runs them at once, and faster\n", folder)
	}
}

// several is a folder in which more than one function ran. A base that is built
// twice runs the same ones twice.
func several(runs []*run) string {
	first := map[string]string{}
	for _, r := range runs {
		config, ok := first[r.Folder]
		if r.Function == "" {
			continue
		}
		if ok && config != r.Config {
			return r.Folder
		}
		first[r.Folder] = r.Config
	}
	return ""
}
