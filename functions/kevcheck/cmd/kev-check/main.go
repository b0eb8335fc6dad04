// Command kev-check runs the function kevcheck.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/kevcheck"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(kevcheck.Function) }
