// Command secret-version runs the function secretversion.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/secretversion"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(secretversion.Function) }
