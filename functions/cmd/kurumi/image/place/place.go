// Package place reads images from where they are, and writes them to where they
// shall be: a registry, an OCI layout, a tarball of docker save, or Docker itself.
//
// Places are written as skopeo and podman write them:
//
//	ghcr.io/shop/api:1.0        a registry; docker://ghcr.io/shop/api:1.0 is the same
//	oci:FOLDER[:TAG]            an OCI layout
//	docker-archive:FILE[:REF]   a tarball, as docker save writes and docker load reads
//	docker-daemon:REF           Docker's own store ($DOCKER_HOST, or the usual socket)
//
// What is read is read lazily: Open looks at manifests, and a layer is fetched only
// if somebody reads it. What is written appears as a whole or not at all: a tag, an
// entry of a layout, a file is put there when everything that it needs is there.
package place

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// A Place is where an image is, or shall be.
type Place struct {
	text string // as it was given
	kind kind
	path string         // of layouts and tarballs
	tag  string         // in a layout or tarball, and Docker's name; may be empty in the former
	ref  name.Reference // of registries
}

type kind int

const (
	registry kind = iota
	ociLayout
	dockerArchive
	dockerDaemon
)

func (p Place) String() string { return p.text }

// Registry says whether the place is in a registry, and in which.
func (p Place) Registry() (host string, ok bool) {
	if p.kind != registry {
		return "", false
	}
	return p.ref.Context().RegistryStr(), true
}

// unknown are transports that others have, and this has not.
var unknown = lazyregexp.New(`^(dir|oci-archive|containers-storage|ostree|sif|tarball|https?):`)

// Parse understands a place.
func Parse(text string) (Place, error) {
	switch transport, rest, _ := strings.Cut(text, ":"); {
	case transport == "oci":
		return parsePath(text, rest, ociLayout)
	case transport == "docker-archive":
		return parsePath(text, rest, dockerArchive)
	case transport == "docker-daemon":
		return parseDaemon(text, rest)
	case unknown.MatchString(text):
		return Place{}, fmt.Errorf("%s: %s: is no kind of place that is known here; give REGISTRY/NAME:TAG, oci:FOLDER:TAG, docker-archive:FILE or docker-daemon:NAME:TAG", text, transport)
	}
	ref, err := name.ParseReference(strings.TrimPrefix(text, "docker://"))
	if err == nil && strings.HasPrefix(text, ".") { // the library takes the dot for a registry
		err = errors.New("it looks like a path")
	}
	if err != nil {
		return Place{}, fmt.Errorf("%q is no image: %w; a file is docker-archive:FILE, a folder is oci:FOLDER", text, plain(err))
	}
	return Place{text: text, kind: registry, ref: ref}, nil
}

func parsePath(text, rest string, k kind) (Place, error) {
	path, tag, _ := strings.Cut(rest, ":")
	if path == "" {
		return Place{}, fmt.Errorf("%s: the path is missing", text)
	}
	if k == dockerArchive && tag != "" {
		ref, err := name.NewTag(tag)
		if err != nil {
			return Place{}, fmt.Errorf("%s: %w", text, plain(err))
		}
		tag = ref.Name()
	}
	return Place{text: text, kind: k, path: path, tag: tag}, nil
}

// parseDaemon takes a name, or what Docker calls an image's id.
func parseDaemon(text, rest string) (Place, error) {
	if strings.HasPrefix(rest, "sha256:") {
		return Place{text: text, kind: dockerDaemon, tag: rest}, nil
	}
	ref, err := name.ParseReference(rest)
	if err != nil {
		return Place{}, fmt.Errorf("%s: %w", text, plain(err))
	}
	return Place{text: text, kind: dockerDaemon, tag: ref.Name()}, nil
}

// Target is Parse for a place that shall be written, which has to have a name that
// can be given.
func Target(text string) (Place, error) {
	p, err := Parse(text)
	if err != nil {
		return p, err
	}
	_, byDigest := p.ref.(name.Digest)
	if byDigest || p.kind == dockerDaemon && strings.Contains(p.tag, "sha256:") {
		return p, fmt.Errorf("%s: cannot be written to, since a digest is not known before; give a tag", text)
	}
	return p, nil
}

// plain is what is wrong with a reference, without the text of its own that the
// library adds.
func plain(err error) error {
	if bad, ok := errors.AsType[*name.ErrBadName](err); ok {
		return errors.New(strings.TrimPrefix(bad.Error(), "could not parse reference: "))
	}
	return err
}
