package layers

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// DefaultCache is the folder in which listings are kept, or "" if the system has
// no place for such.
func DefaultCache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "kurumi", "layers")
}

// cached is the listing that was kept of a layer, or nil. Whatever is wrong with
// the file, the layer itself can be read instead.
func cached(dir string, id v1.Hash) *tree {
	if dir == "" {
		return nil
	}
	f, err := os.Open(cacheFile(dir, id))
	if err != nil {
		return nil
	}
	defer f.Close() //nolint:errcheck // it was only read
	t, err := readListing(f, id)
	if err != nil {
		return nil
	}
	return t
}

// keep writes a listing to the cache. If that fails, the next run is as slow as
// this one, and nothing else.
func keep(dir string, id v1.Hash, records []record) {
	if dir == "" || os.MkdirAll(dir, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(dir, ".listing-*") // which gives it mode 0600
	if err != nil {
		return
	}
	err = writeListing(f, id, records)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), cacheFile(dir, id))
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
}

func cacheFile(dir string, id v1.Hash) string {
	return filepath.Join(dir, id.Algorithm+"-"+id.Hex)
}

// writeListing writes what readListing reads. Gzip has a checksum, which tells a
// damaged file from a whole one.
func writeListing(w io.Writer, id v1.Hash, records []record) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := z.Write(encode(id, records)); err != nil {
		return err
	}
	return z.Close()
}

func readListing(r io.Reader, id v1.Hash) (*tree, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	var data bytes.Buffer
	if _, err := io.Copy(&data, io.LimitReader(z, maxListing)); err != nil {
		return nil, err
	}
	return decode(id, data.Bytes())
}
