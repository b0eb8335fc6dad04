package argorollouts

import (
	"flag"
	"io"
	"log/slog"
	"os"
	"testing"

	"github.com/sirupsen/logrus"
	"k8s.io/klog/v2"
)

func TestMain(m *testing.M) {
	logrus.SetOutput(io.Discard) // the controller tells all that it does
	klog.SetSlogLogger(slog.New(slog.DiscardHandler))
	hurry()
	flag.Parse()
	if err := flag.Set("test.parallel", "16"); err != nil { // most of them wait for a slow server
		panic(err)
	}
	os.Exit(m.Run())
}
