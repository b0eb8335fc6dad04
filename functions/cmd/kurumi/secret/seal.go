package secret

import (
	"crypto/rsa"
	"io"

	"github.com/spf13/cobra"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell"
	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// sealFlags is the command line of kurumi secret seal.
type sealFlags struct {
	cert, keys, scope, namespace, into string
}

func sealCommand() *cobra.Command {
	var flags sealFlags
	cmd := &cobra.Command{
		Use:                   "seal --cert FILE [SECRET.yaml ...]",
		Short:                 "Make SealedSecrets of Secrets, under their final names",
		DisableFlagsInUseLine: true,
		Long: `Seals Secrets with the controller's certificate, without a cluster.

A SealedSecret gets its final name at once: the Secret's name and a suffix, which
is a hash of what is sealed. A changed value gives a new name, and so a new object;
the function sealedsecret-rename makes all that refers to the Secret follow.

Reads v1 Secrets, with data or stringData, from the files or from stdin, and prints
SealedSecrets.

With --into FILE they go into FILE: a SealedSecret that stands there under the same
base name and namespace is replaced, the rest of the file keeps its bytes. With the
private keys at hand too (--keys), a value that has not changed keeps its
ciphertext, and if none has changed, the file is not written. Without keys nobody
can tell what has changed, so all values are sealed anew.`,
		Example: `  kurumi secret seal --cert cert.pem < secret.yaml > sealedsecret.yaml
  kubectl create secret generic db --dry-run=client -o yaml --from-file=password \
    | kurumi secret seal --cert cert.pem --namespace shop --into db.yaml
  kurumi secret seal --cert cert.pem --keys ~/keys --into db.yaml secret.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			s := &sealer{report: report{tell.Report{Stderr: cmd.ErrOrStderr()}}, flags: flags, scopeGiven: cmd.Flags().Changed("scope")}
			s.run(args, cmd.InOrStdin(), cmd.OutOrStdout())
			return s.Err("kurumi secret seal", "nothing was written")
		},
	}
	certFlag(cmd, &flags.cert)
	keysFlag(cmd, &flags.keys)
	cmd.Flags().StringVar(&flags.scope, "scope", "strict",
		"how far the values may be moved: strict, namespace-wide or cluster-wide (default: what the Secret's annotations say, else strict)")
	cmd.Flags().Lookup("scope").DefValue = ""
	cmd.Flags().StringVarP(&flags.namespace, "namespace", "n", "", "namespace of Secrets that name none")
	cmd.Flags().StringVar(&flags.into, "into", "", "file to put the SealedSecrets into, in place of their earlier versions")
	return cmd
}

// A sealer is one run of kurumi secret seal.
type sealer struct {
	report
	flags      sealFlags
	scopeGiven bool
	scope      sealed.Scope
	to         *rsa.PublicKey
	keys       *ring
}

func (s *sealer) run(args []string, stdin io.Reader, stdout io.Writer) {
	s.setUp()
	secrets := s.read(args, stdin)
	if s.Failed() {
		return
	}
	if s.flags.into != "" {
		s.into(secrets)
		return
	}
	text := s.documents(secrets)
	if s.Failed() {
		return
	}
	if _, err := stdout.Write(text); err != nil {
		s.Errorf("%v", err)
	}
}

func (s *sealer) setUp() {
	var err error
	if s.scope, err = parseScope(s.flags.scope); err != nil {
		s.Errorf("%v", err)
	}
	if s.flags.cert == "" {
		s.Errorf("which certificate? Give the controller's with --cert FILE; kubeseal --fetch-cert prints it")
	} else {
		s.to = s.certificate(s.flags.cert)
	}
	switch {
	case s.flags.into != "":
		s.keys = s.report.keys(s.flags.keys)
	case s.flags.keys != "":
		s.Warnf("--keys is of no use without --into: keys tell which values of the earlier output have not changed")
	}
}

// documents is the SealedSecrets as a stream.
func (s *sealer) documents(secrets []*toSeal) []byte {
	var out []byte
	for i, secret := range secrets {
		parts, err := secret.freshParts()
		if err != nil {
			s.Errorf("%s: %v", secret, err)
			continue
		}
		if i > 0 {
			out = append(out, "---\n"...)
		}
		out = append(out, s.document(secret, parts)...)
	}
	return out
}
