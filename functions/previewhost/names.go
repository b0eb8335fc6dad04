package previewhost

import "strings"

// A nameKind is what the name of a field, variable or flag tells of its value.
type nameKind int

const (
	anyName        nameKind = iota
	repositoryName          // a URL there is a repository's, and a host without a scheme too
	foreignName             // a host there is an image, a registry, an API group or a mail domain; but a URL may be a picture's
	keyName                 // a host with a path there is a key; alone it may be a host, or the text of a label
)

// nameEnds are the ends by which names are known, in lower case and without what stands between words: imageRepository,
// IMAGE_REPOSITORY and --image-repository are one.
var nameEnds = [...][]string{
	repositoryName: {"repo", "repos", "repository", "repositories", "repourl", "repositoryurl", "giturl"},
	foreignName:    {"image", "images", "registry", "registries", "apiversion", "apigroup", "apigroups", "group", "maildomain", "maildomains"},
	keyName:        {"key", "keys", "label", "labels", "taint", "taints", "annotation", "annotations", "selector"},
}

func kindOfName(name string) nameKind {
	letters := make([]byte, 0, 32)
	for _, c := range []byte(name[max(0, len(name)-32):]) {
		if c != '_' && c != '-' && c != '.' {
			letters = append(letters, lowerByte(c))
		}
	}
	for kind, ends := range nameEnds {
		for _, end := range ends {
			if strings.HasSuffix(string(letters), end) {
				return nameKind(kind)
			}
		}
	}
	return anyName
}

// nameBefore is the name that a value at the end of before is given to, as in `image: `, `"image": "`, `--image=`,
// `--image `, `IMAGE=`; at the start of a text the name that the whole text goes by.
func nameBefore(before, whole string) string {
	const quotes = "\"'`\\["
	rest := strings.TrimRight(before, quotes+" \t")
	if rest == "" {
		return whole
	}
	name := strings.TrimRight(rest, ":=")
	isFlag := len(name) == len(rest)
	name = strings.TrimRight(name, quotes+" \t")
	start := len(name)
	for start > 0 && isHostByte[name[start-1]] {
		start--
	}
	if name = name[start:]; isFlag && !strings.HasPrefix(name, "-") {
		return ""
	}
	return name
}
