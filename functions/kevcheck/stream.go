package kevcheck

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// A stream reads JSON field by field, so that no more of a file is in memory than one element of its lists.
type stream struct{ dec *json.Decoder }

// fields is what reads the fields of an object, by their names.
type fields map[string]func() error

// object reads an object, and skips the fields that nothing reads.
func (s stream) object(read fields) error {
	return s.between('{', func() error {
		key, err := s.dec.Token()
		if err != nil {
			return err
		}
		if name, ok := key.(string); ok && read[name] != nil {
			return read[name]()
		}
		return s.skip()
	})
}

// list reads a list, element by element.
func (s stream) list(each func() error) error { return s.between('[', each) }

// between reads what stands between two delimiters. A null has nothing in it.
func (s stream) between(open json.Delim, each func() error) error {
	switch token, err := s.dec.Token(); {
	case err != nil:
		return err
	case token == nil:
		return nil
	case token != open:
		return errOtherType
	}
	for s.dec.More() {
		if err := each(); err != nil {
			return err
		}
	}
	_, err := s.dec.Token()
	return err
}

// value reads a value as a whole.
func (s stream) value(into any) func() error { return func() error { return s.dec.Decode(into) } }

// skip passes over a value. Of a list or an object it holds one element at a time.
func (s stream) skip() error {
	token, err := s.dec.Token()
	open, ok := token.(json.Delim)
	if !ok || err != nil {
		return err
	}
	for s.dec.More() {
		if open == '{' {
			if _, err := s.dec.Token(); err != nil {
				return err
			}
		}
		if err := s.dec.Decode(&nothing{}); err != nil {
			return err
		}
	}
	_, err = s.dec.Token()
	return err
}

// nothing takes any value, and keeps nothing of it.
type nothing struct{}

func (*nothing) UnmarshalJSON([]byte) error { return nil }

// Why a file is refused. Nothing of its content is told: it may be one that the config should not have named.
var (
	errEmpty     = errors.New("is empty")
	errPage      = errors.New("is HTML or XML, and no JSON; was the page of a login or a proxy saved in its place?")
	errUTF16     = errors.New("is UTF-16, and no UTF-8; write it anew, as with Out-File -Encoding utf8")
	errMore      = errors.New("goes on behind its end; it has to be one JSON object")
	errOtherType = &json.UnmarshalTypeError{} // of an object or a list, as encoding/json tells it of a scalar
)

// read reads a file as one JSON object. Its errors say what is wrong with the file.
func read(file io.Reader, object func(s stream) error) error {
	buf := bufio.NewReaderSize(file, 1<<16)
	if err := begin(buf); err != nil {
		return err
	}
	s := stream{json.NewDecoder(buf)}
	if err := object(s); err != nil {
		return &badJSON{err, s.dec.InputOffset()}
	}
	switch _, err := s.dec.Token(); {
	case err == nil:
		return errMore
	case !errors.Is(err, io.EOF):
		return &badJSON{err, s.dec.InputOffset()}
	}
	return nil
}

// begin looks at how a file begins, and passes over a byte order mark.
func begin(buf *bufio.Reader) error {
	head, err := buf.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xfe\xff")), bytes.HasPrefix(head, []byte("\xff\xfe")):
		return errUTF16
	case bytes.Equal(head, []byte("\ufeff")):
		_, err := buf.Discard(len(head))
		return err
	}
	for {
		switch c, err := buf.ReadByte(); {
		case errors.Is(err, io.EOF):
			return errEmpty
		case err != nil:
			return err
		case c == '<':
			return errPage
		case bytes.IndexByte([]byte(" \t\r\n"), c) < 0:
			return buf.UnreadByte()
		}
	}
}

// A badJSON is what is wrong with a file that is no JSON, or not such as is expected.
type badJSON struct {
	error

	offset int64 // near which it is
}

func (e *badJSON) Unwrap() error { return e.error }

// explain says what is wrong, with the line, for which the file is read once more.
func (e *badJSON) explain(file io.Reader) error {
	_, isIO := errors.AsType[*fs.PathError](e.error)
	switch {
	case isIO:
		return e.error
	case errors.Is(e.error, io.EOF), errors.Is(e.error, io.ErrUnexpectedEOF):
		return fmt.Errorf("ends in the middle, on line %d: it was cut off; fetch it anew", line(file, 1<<62))
	}
	n := line(file, e.offset)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](e.error); ok {
		return fmt.Errorf("has on line %d, or in the value that begins there, another type than such files have", n)
	}
	return fmt.Errorf("is no JSON on line %d, or in the value that begins there", n)
}

// line is the number of the line that holds the byte at an offset.
func line(file io.Reader, offset int64) int {
	n := 1
	var last byte
	buf := bufio.NewReaderSize(io.LimitReader(file, offset), 1<<16)
	for {
		c, err := buf.ReadByte()
		if err != nil {
			return n
		}
		if last == '\n' {
			n++
		}
		last = c
	}
}
