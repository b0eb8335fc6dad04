package render

import (
	"context"
	"fmt"
	"io"
	"time"
)

// lock waits until no other run works on the folder that the output folder is in.
// Runs that only read share it.
func (p *place) lock(ctx context.Context, shared bool, stderr io.Writer) error {
	for told := false; ; told = true {
		busy, err := tryLock(p.folder, shared)
		if err != nil {
			return fmt.Errorf("the folder that %s is in cannot be locked: %w", p.out, err)
		}
		if !busy {
			return nil
		}
		if !told {
			fmt.Fprintf(stderr, "another kurumi render works on %s or beside it; waiting for it to end\n", p.out)
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
