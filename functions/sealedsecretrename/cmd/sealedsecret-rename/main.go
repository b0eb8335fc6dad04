// Command sealedsecret-rename runs the function sealedsecretrename.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/sealedsecretrename"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(sealedsecretrename.Function) }
