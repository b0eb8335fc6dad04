package sealedsecret

import (
	"cmp"
	"crypto/rsa"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// Keys is what the operator gave: what opens sealed values, whom they are sealed
// for, and which of them may move. Whatever prints it shows fingerprints only.
type Keys struct {
	Private   []*rsa.PrivateKey `json:"-"` // newest first
	Recipient *rsa.PublicKey    // of the newest key that the controller would seal for
	Moves     []Move            // valid, in the order of moves.yaml
}

// LoadKeys reads the operator's folder: the private keys of the Sealed Secrets
// controller with their certificates, and moves.yaml. Keys and certificates are
// PEM, or Secrets in YAML or JSON as kubectl prints them, in any number of files
// and folders. Names that begin with ".." are Kubernetes' own, in the folder of
// a mounted Secret, and are passed over; everything else must be understood.
//
// The newest key is the one whose certificate is valid from the latest time, as
// the controller has it by default; where there is no certificate, the time at
// which its Secret was made counts.
//
// It tells all mistakes at once, and no part of a file's content. There are no
// Keys if any of the problems is more than a warning. The folder should be that
// of an os.Root, which refuses links that lead out of it.
func LoadKeys(folder fs.FS, now time.Time) (*Keys, []Problem) {
	l := &keyLoader{folder: folder, held: map[string]*heldKey{}}
	l.walk(".", nil)
	l.pair()
	keys := l.choose(now)
	slices.SortStableFunc(l.problems, func(a, b Problem) int { return cmp.Compare(a.File, b.File) })
	if l.failed() {
		return nil, l.problems
	}
	return keys, l.problems
}

// String names the keys by their fingerprints.
func (k Keys) String() string {
	var b strings.Builder
	b.WriteString("keys [")
	for i, key := range k.Private {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(sealed.Fingerprint(&key.PublicKey))
	}
	b.WriteString("]")
	if k.Recipient != nil {
		b.WriteString(", recipient " + sealed.Fingerprint(k.Recipient))
	}
	fmt.Fprintf(&b, ", moves %v", k.Moves)
	return b.String()
}

// Format writes String whatever the verb: %#v must not show a private key.
func (k Keys) Format(f fmt.State, _ rune) { fmt.Fprint(f, k.String()) }

// A Problem is what is wrong with a file that the operator gave. It holds none
// of the content of a key file.
type Problem struct {
	File    string // its path in the folder; empty if the folder as a whole is meant
	Message string // goes on behind the file's name: what is wrong, and the remedy
	Warning bool   // the keys can be used all the same
}

// String is the problem on one line.
func (p Problem) String() string {
	text := p.File + ": " + p.Message
	if p.File == "" {
		text = "the folder of keys " + p.Message
	}
	if p.Warning {
		return "warning: " + text
	}
	return text
}

// keyLoader collects what one folder, or one certificate, holds.
type keyLoader struct {
	folder   fs.FS
	entries  int // files and folders seen
	held     map[string]*heldKey
	certs    []heldCertificate
	moves    []Move
	problems []Problem
	lost     bool // a private key may be missing, because its file is broken
	lostCert bool // the same for a certificate
}

func (l *keyLoader) failed() bool {
	return slices.ContainsFunc(l.problems, func(p Problem) bool { return !p.Warning })
}

// keyPlace is where the loader reads, for its messages.
type keyPlace struct {
	loader *keyLoader
	file   string
	within string // such as "items[2], tls.key"
}

func (at keyPlace) in(format string, args ...any) keyPlace {
	if at.within != "" {
		at.within += ", "
	}
	at.within += fmt.Sprintf(format, args...)
	return at
}

func (at keyPlace) errorf(format string, args ...any) { at.report(false, format, args...) }

func (at keyPlace) warnf(format string, args ...any) { at.report(true, format, args...) }

// losef is errorf where a private key may be lost with what is wrong.
func (at keyPlace) losef(format string, args ...any) {
	at.loader.lost = true
	at.report(false, format, args...)
}

// loseCertf is errorf where a certificate is lost.
func (at keyPlace) loseCertf(format string, args ...any) {
	at.loader.lostCert = true
	at.report(false, format, args...)
}

func (at keyPlace) report(warning bool, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if at.within != "" {
		message = at.within + " " + message
	}
	at.loader.problems = append(at.loader.problems, Problem{File: at.file, Message: message, Warning: warning})
}
