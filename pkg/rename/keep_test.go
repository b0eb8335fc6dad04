package rename

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKeepIsReadAsItIsWritten(t *testing.T) {
	assert.Equal(t, "3 db", Keep(3, "db"))
	n, base, err := ParseKeep("3 db")
	require.NoError(t, err)
	assert.Equal(t, 3, n)
	assert.Equal(t, "db", base)
}

func TestKeepThatCanMeanNothing(t *testing.T) {
	for _, value := range []string{
		"", "3", "3 ", " db", "db 3", "0 db", "-1 db", "+3 db", "03 db", "3.0 db", "3  db", "3 db other", "3\tdb", "99999999999999999999 db",
	} {
		_, _, err := ParseKeep(value)
		require.ErrorContains(t, err, "annotation kurumi.dev/keep", value)
	}
}
