// Package sealedsecret reads SealedSecret objects, and the folder in which an
// operator keeps the controller's private keys.
//
// It holds the rules by which a SealedSecret counts as what: its scope, its label,
// its suffix, and whether it stands under its final name. The cryptography is
// package sealed's.
package sealedsecret
