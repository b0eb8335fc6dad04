package krm

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestReadAllIsThatOfIO(t *testing.T) {
	for _, size := range []int{0, 1, 256<<10 - 1, 256 << 10, 256<<10 + 1, 1_000_000} {
		want := bytes.Repeat([]byte("abcdefg"), size/7+1)[:size]
		for _, r := range []io.Reader{bytes.NewReader(want), iotest.HalfReader(bytes.NewReader(want)), iotest.DataErrReader(bytes.NewReader(want))} {
			got, err := readAll(r)
			require.NoError(t, err)
			require.True(t, bytes.Equal(want, got), size)
		}
	}
}

func TestReadAllTellsWhatWentWrong(t *testing.T) {
	broken := errors.New("broken")
	for _, before := range []int{0, 1, 256 << 10, 300_000} {
		_, err := readAll(io.MultiReader(bytes.NewReader(make([]byte, before)), iotest.ErrReader(broken)))
		assert.ErrorIs(t, err, broken)
	}
}
