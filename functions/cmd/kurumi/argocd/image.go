package argocd

import (
	"errors"
	"fmt"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// An image is an entry of a kustomization's images.
type image struct {
	Name, NewName, NewTag, Digest string
}

// oldName is what may stand for an image in a manifest, a placeholder too. kustomize
// takes it for a regular expression, in which of these characters only the dot means
// something else.
var oldName = lazyregexp.New(`^[A-Za-z0-9][-A-Za-z0-9._/:]*$`)

// parseImage reads an image in the form that kustomize edit set image takes:
// NAME=NEWNAME[:TAG][@DIGEST], or NAME with a tag or a digest.
func parseImage(text string) (image, error) {
	old, ref, renamed := strings.Cut(text, "=")
	if !renamed {
		ref = text
	}
	if _, err := name.ParseReference(ref); err != nil {
		return image{}, fmt.Errorf("no reference of an image (%s); give NAME:TAG, NAME@DIGEST or NAME=NEWNAME:TAG", strings.TrimSpace(err.Error()))
	}
	img := image{Name: old}
	img.NewName, img.Digest, _ = strings.Cut(ref, "@")
	if at := strings.LastIndexByte(img.NewName, ':'); at > strings.LastIndexByte(img.NewName, '/') {
		img.NewName, img.NewTag = img.NewName[:at], img.NewName[at+1:]
	}
	switch {
	case !renamed && img.NewTag == "" && img.Digest == "":
		return image{}, errors.New("says nothing new of the image; give it a tag or a digest")
	case !renamed:
		img.Name, img.NewName = img.NewName, ""
	case !oldName.MatchString(old):
		return image{}, fmt.Errorf("%q is no name of an image", old)
	}
	return img, nil
}
