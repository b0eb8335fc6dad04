package build

import (
	"os"
	"path/filepath"
)

// A build that is refused goes on, as kustomize stops at the first function that
// fails, and what it has not read by then would be told one by one. No function runs
// any more: each is told by a file in the private folder.

func (b *session) refusal() string { return filepath.Join(b.dir, "refused") }

func (b *session) refuse() error { return os.WriteFile(b.refusal(), nil, 0o600) }

// refused reports whether nothing will come of this build.
func (b *session) refused() bool {
	if b.dir == "" {
		return false
	}
	_, err := os.Stat(b.refusal())
	return err == nil
}
