// Package sealed seals, opens and re-wraps the values of SealedSecrets, as the
// Sealed Secrets controller (v0.40.0) and kubeseal do. It needs the standard
// library alone.
//
// # The format
//
// A sealed value is the base64 of three parts:
//
//	length   2 bytes, the highest first: of the second part
//	wrapped  RSA-OAEP with SHA-256 and MGF1-SHA-256, of the session key (32 random bytes), under a label
//	content  AES-256-GCM of the plaintext under the session key, without additional data, the tag behind it
//
// The label is "namespace/name" in strict scope, "namespace" in namespace-wide
// scope, and empty in cluster-wide scope. It takes part in the second part only.
// That is what a re-wrap rests on: to give a value another label, or another
// recipient, its session key is decrypted under the old label and encrypted under
// the new one, and the content is copied. The plaintext is never computed.
//
// # What is derived from what
//
//	session key   32 bytes of the operating system's randomness, when a value is sealed; never again
//	nonce         12 zero bytes
//	OAEP's seed   when sealed: randomness of the operating system's
//	              when re-wrapped: HMAC-SHA256(session key, purpose ‖ n ‖ modulus ‖ label),
//	              purpose "kurumi.dev/sealed/rewrap/v1" and a zero byte, modulus that of the recipient
//	              in n bytes without leading zeros, n in 4 bytes, the highest first
//	suffix        SHA-256 of the contents and of the template's type, immutable and data: no key takes part
//
// The zero nonce is safe, since one session key encrypts one plaintext: sealing
// makes a new session key each time, and a re-wrap encrypts no content. A copied
// content is the same key, nonce and plaintext again, which is the same bytes.
//
// The seed has to be unpredictable to whoever holds the recipient's public key and
// guesses session keys, and it has to differ where the encrypted message does not
// but recipient or label do. Both hold: to compute it one needs the session key,
// whose 256 random bits cannot be guessed, and HMAC over an unambiguous encoding
// of modulus and label gives an unrelated seed for each. What the wrapped part
// gives away is therefore what OAEP always gives away, nothing, but for one thing:
// two re-wraps of one value for one recipient under one label are equal bytes. That
// the contents beside them are equal shows the same already.
//
// # Who learns what
//
// With the certificate alone, one can seal, and learns nothing from any output:
// whether a guessed plaintext is the right one cannot be checked, since the
// session key is random. This is why sealing is not reproducible: randomness that
// were derived from the plaintext would let a PIN be found by trying them all.
//
// With the repository and its history, one sees which objects share a content,
// that a content changed, and the length of each plaintext: the content is 16
// bytes longer. A suffix tells less than the contents that it is a hash of, which
// stand beside it. One can copy a value into another object, where its label does
// not fit: no key unwraps it there.
//
// With one old private key, one opens every value that was ever wrapped for it, in
// all of the history. A re-wrap for a newer key does not take that back: the
// session key is the old one, and so who knows it from the old wrapping reads the
// new object too. After a key was stolen, seal new secrets.
//
// With the private keys and this package, one can move any value anywhere. It
// decides nothing about that: its callers pass the labels and the recipient. See
// the label rule and the key rule of sealedsecret-rename.
//
// # Side channels
//
// RSA and AES are the standard library's, which takes the same time for every
// key and message; a failed unwrapping gives no reason. Tags are compared in
// constant time, and computed so (tag.go). Lengths, labels and fingerprints are
// not secret. Session keys stay in memory until they are collected; nothing here
// writes them, or lets fmt print them.
package sealed
