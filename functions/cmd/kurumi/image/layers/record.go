package layers

import (
	"archive/tar"
	"time"
)

// A record is what is kept of an entry of a layer.
type record struct {
	name, link           string
	kind                 byte // tar's type flag
	mode, uid, gid, size int64
	modified             int64 // seconds since 1970
}

func newRecord(h *tar.Header) record {
	r := record{
		name: h.Name, link: h.Linkname, kind: h.Typeflag,
		mode: h.Mode & 0o7777, uid: int64(h.Uid), gid: int64(h.Gid), size: h.Size, modified: h.ModTime.Unix(),
	}
	if r.kind == tar.TypeGNUSparse {
		r.kind = tar.TypeReg
	}
	return r
}

func (r record) header(name string) *tar.Header {
	return &tar.Header{
		Name: name, Linkname: r.link, Typeflag: r.kind,
		Mode: r.mode, Uid: int(r.uid), Gid: int(r.gid), Size: r.size, ModTime: time.Unix(r.modified, 0).UTC(),
	}
}

// implied is a directory for which no layer has an entry.
var implied = record{kind: tar.TypeDir, mode: 0o755}

// Kind is a type flag of tar in words, with an article.
func Kind(flag byte) string {
	switch flag {
	case tar.TypeReg:
		return "a file"
	case tar.TypeDir:
		return "a directory"
	case tar.TypeSymlink:
		return "a symbolic link"
	case tar.TypeChar, tar.TypeBlock:
		return "a device"
	case tar.TypeFifo:
		return "a named pipe"
	}
	return "of an unknown type"
}
