package main

import (
	"bytes"
	"errors"
	"go/format"
	"regexp"
)

// Where functions.go takes one more function: after the import of some other,
// and at the end of the list that All returns.
var (
	anyImport = regexp.MustCompile(`(?m)^\t"(\S+)/functions/[a-z0-9]+"\n`)
	listEnd   = regexp.MustCompile(`(?s)func All\(\).*?\n(\t\}\n\})`)
)

// register adds the function to the source of functions.go, as its last one:
// people can move it to where they want it read.
func (f function) register(source []byte) ([]byte, error) {
	first := anyImport.FindSubmatchIndex(source)
	end := listEnd.FindSubmatchIndex(source)
	if first == nil || end == nil {
		return nil, errors.New("no longer looks as this program knows it; teach register.go")
	}
	module := source[first[2]:first[3]]
	var out bytes.Buffer
	out.Write(source[:first[0]])
	out.WriteString("\t\"" + string(module) + "/functions/" + f.Folder + "\"\n")
	out.Write(source[first[0]:end[2]])
	out.WriteString("\t\t" + f.Folder + ".Function,\n")
	out.Write(source[end[2]:])
	return format.Source(out.Bytes()) // which sorts the imports
}
