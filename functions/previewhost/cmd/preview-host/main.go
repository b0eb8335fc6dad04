// Command preview-host runs the function previewhost.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/previewhost"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(previewhost.Function) }
