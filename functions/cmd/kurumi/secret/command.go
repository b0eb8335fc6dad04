package secret

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

// Command is kurumi secret with its subcommands. Its errors are whole messages,
// of several lines where there are several mistakes.
func Command() *cobra.Command {
	group := &cobra.Command{
		Use:   "secret",
		Short: "Seal, edit, rotate and verify SealedSecrets",
		Long: `Works on SealedSecrets without a cluster: the controller's certificate is enough
to seal, and with its private keys values can be read, kept and moved.

  kurumi secret seal     a Secret becomes a SealedSecret under its final name
  kurumi secret edit     change values in your editor; only those are sealed again
  kurumi secret rotate   re-wrap every SealedSecret of a folder for the newest key
  kurumi secret verify   does every value open, and with which key?

The certificate:   kubeseal --fetch-cert > cert.pem
The private keys:  umask 077; mkdir keys; kubectl get secret -n kube-system -o yaml \
                     -l sealedsecrets.bitnami.com/sealed-secrets-key > keys/keys.yaml
Keys stay with whoever may read every secret: not in the repository, and not in
a build that runs pull requests from strangers.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },

		DisableFlagsInUseLine: true,
	}
	group.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%s: %w; see %[1]s --help", cmd.CommandPath(), err)
	})
	group.AddCommand(sealCommand(), editCommand(), rotateCommand(), verifyCommand())
	return group
}

// now is the clock, by which certificates expire.
func now() time.Time { return time.Now() }

// keysFlag is the flag --keys, which says where private keys are.
func keysFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "keys", "", "folder of the controller's private keys (default: $KURUMI_KEYS, else /keys if it is there)")
}

func certFlag(cmd *cobra.Command, into *string) {
	cmd.Flags().StringVar(into, "cert", "", "the controller's certificate, in PEM (kubeseal --fetch-cert)")
}
