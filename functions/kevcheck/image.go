package kevcheck

import (
	"path"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
)

// An image is a reference to one, in its normal form: docker.io/library/nginx, latest. Where there is a digest, there need
// be no tag.
type image struct{ repository, tag, digest string }

// parseImage understands a reference as container runtimes do.
func parseImage(text string) (image, bool) {
	ref, err := name.ParseReference(text)
	if err != nil {
		return image{}, false
	}
	img := image{repository: ref.Context().Name()}
	if rest, hub := strings.CutPrefix(img.repository, name.DefaultRegistry+"/"); hub {
		img.repository = "docker.io/" + rest // as Kubernetes has it
	}
	defaultTag := name.DefaultTag
	if digest, ok := ref.(name.Digest); ok {
		img.digest, defaultTag = digest.DigestStr(), ""
	}
	before, _, _ := strings.Cut(text, "@")
	if tag, err := name.NewTag(before, name.WithDefaultTag(defaultTag)); err == nil {
		img.tag = tag.TagStr()
	}
	return img, true
}

// tagged is the reference by its tag, empty if it has none.
func (i image) tagged() string {
	if i.tag == "" {
		return ""
	}
	return i.repository + ":" + i.tag
}

// matches reports whether a pattern matches the name, by itself or with its tag or digest.
func (i image) matches(pattern string) bool {
	texts := []string{i.repository}
	if i.tag != "" {
		texts = append(texts, i.tagged())
	}
	if i.digest != "" {
		texts = append(texts, i.repository+"@"+i.digest)
	}
	return slices.ContainsFunc(texts, func(text string) bool {
		ok, err := path.Match(pattern, text)
		return ok && err == nil
	})
}

// isCVE reports whether a text has the form of a CVE's name.
func isCVE(s string) bool {
	year, number, ok := strings.Cut(strings.TrimPrefix(s, "CVE-"), "-")
	return ok && strings.HasPrefix(s, "CVE-") && len(year) == 4 && len(number) >= 4 && digits(year) && digits(number)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
