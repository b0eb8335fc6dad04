// Command list prints the names of all functions, one a line, for the Makefile.
package main

import (
	"fmt"

	"github.com/kurumi-krm/kurumi/functions"
)

func main() {
	for _, f := range functions.All() {
		fmt.Println(f.Name)
	}
}
