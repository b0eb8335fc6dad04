package sealedsecrets

import (
	"log/slog"
	"os"
	"testing"

	"k8s.io/klog/v2"
)

// binaries is a folder for what tests build, gone when all are done.
var binaries string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	silent := slog.New(slog.DiscardHandler) // the controller tells all that it does
	slog.SetDefault(silent)
	klog.SetSlogLogger(silent)

	var err error
	if binaries, err = os.MkdirTemp("", "judges-"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(binaries) }()
	return m.Run()
}
