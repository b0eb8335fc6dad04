package place

import (
	"context"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// remoteOptions let the library ask whom docker login has let in. It tries uploads
// again, since only it can begin one anew; all else is tried again by the transport.
func remoteOptions(ctx context.Context, opt Options) []remote.Option {
	wait := opt.Wait.orDefault()
	wire := &counting{opt.Meter, &impatient{remote.DefaultTransport, wait.Silence}}
	return []remote.Option{
		remote.WithContext(ctx),
		remote.WithAuthFromKeychain(authn.DefaultKeychain),
		remote.WithTransport(&patient{inner: wire, wait: wait}),
		remote.WithRetryStatusCodes(),
		remote.WithRetryPredicate(uploadAgain),
		remote.WithRetryBackoff(remote.Backoff{Duration: wait.First, Factor: 2, Jitter: 0.1, Steps: attempts}),
	}
}

func (p Place) readRegistry(ctx context.Context, s *Source, opt Options) error {
	desc, err := remote.Get(p.ref, remoteOptions(ctx, opt)...)
	if err != nil {
		return err
	}
	return s.set(desc.Descriptor, desc.Image, desc.ImageIndex)
}

// stageRegistry pushes all but the tag.
func (p Place) stageRegistry(ctx context.Context, a Artifact, opt Options) (*staged, error) {
	pusher, err := remote.NewPusher(remoteOptions(ctx, opt)...)
	if err != nil {
		return nil, err
	}
	digest, err := a.Digest()
	if err != nil {
		return nil, err
	}
	if err := pusher.Push(ctx, p.ref.Context().Digest(digest.String()), a); err != nil {
		return nil, err
	}
	return &staged{commit: func() error { return pusher.Put(ctx, p.ref, a) }}, nil
}

// Reference is the name by which others know the image: none for a file or folder
// of this machine.
func (p Place) Reference() string {
	full := p.tag
	switch p.kind {
	case registry:
		full = p.ref.Name()
	case ociLayout, dockerArchive:
		return ""
	}
	if rest, ok := strings.CutPrefix(full, name.DefaultRegistry+"/"); ok {
		return "docker.io/" + rest
	}
	return full
}

// HasManifests says whether an image has a digest there, and not only an id.
func (p Place) HasManifests() bool { return p.kind == registry || p.kind == ociLayout }
