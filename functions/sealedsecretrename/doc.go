// Package sealedsecretrename gives SealedSecrets names with a content hash, in strict scope, and everything that refers to them follows.
//
// A changed secret becomes a new object: exactly the workloads that use it restart, or go through their canary; pods of
// the old version keep the old one; and `git revert` brings it back. A SealedSecret's name is part of what it is encrypted
// for, so that a plain rename makes it unreadable. There are two ways around that, with one result:
//
//   - Without keys, for every day: `kurumi secret seal` gives a SealedSecret its final name when it is sealed. The function
//     sees that the name ends in the suffix of its content, and lets the references to the name without the suffix follow.
//   - With the controller's private keys (--keys DIR, KURUMI_KEYS, or /keys in a container), for what kubeseal sealed: the
//     session key of each value is decrypted under the old name and encrypted under the new one. The value itself is copied
//     as it is, and never decrypted. The same input and keys give the same bytes.
//
// Namespace-wide and cluster-wide SealedSecrets are renamed without keys.
//
// References follow in pod specs of every kind, ServiceAccounts, Ingresses, Gateways, analysis templates and custom kinds,
// by name and namespace. The name as a word in arguments, variables and ConfigMaps is left, with a warning.
//
// A strict value is only ever opened as what it is called now, namespace and name, and encrypted for the operator's newest
// key. Nothing in the input or the config changes that, so that whoever opens a pull request cannot move a secret.
package sealedsecretrename
