package manifest

import "strings"

// FieldSpec names a place in kustomize's way.
type FieldSpec struct {
	// The API group; any if not given.
	Group string `json:"group,omitempty"`
	// The API version; any if not given.
	Version string `json:"version,omitempty"`
	// The kind; any if not given.
	Kind string `json:"kind,omitempty"`
	// The way to the field: names with slashes between them, `\/` for a slash inside a name. Lists on the way are
	// passed through.
	Path string `json:"path" required:"true"`
}

// Matches reports whether the place can be in an object of that apiVersion and kind.
func (f FieldSpec) Matches(apiVersion, kind string) bool {
	group, version := groupVersion(apiVersion)
	return (f.Group == "" || f.Group == group) && (f.Version == "" || f.Version == version) &&
		(f.Kind == "" || f.Kind == kind)
}

// groupVersion splits an apiVersion. The core group is empty.
func groupVersion(apiVersion string) (group, version string) {
	if i := strings.LastIndexByte(apiVersion, '/'); i >= 0 {
		return apiVersion[:i], apiVersion[i+1:]
	}
	return "", apiVersion
}
