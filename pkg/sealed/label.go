package sealed

// A Scope says how far a sealed value may be moved.
type Scope int

// The scopes of Sealed Secrets.
const (
	Strict        Scope = iota // under its name in its namespace only
	NamespaceWide              // under any name in its namespace
	ClusterWide                // anywhere
)

// String is the scope as kubeseal --scope takes it.
func (s Scope) String() string {
	return [...]string{"strict", "namespace-wide", "cluster-wide"}[s]
}

// A Label is what a session key is bound to: it cannot be unwrapped under
// another one. It is not secret.
type Label string

// Label is the label of the values of a SealedSecret.
func (s Scope) Label(namespace, name string) Label {
	switch s {
	case ClusterWide:
		return ""
	case NamespaceWide:
		return Label(namespace)
	}
	return Label(namespace + "/" + name)
}
