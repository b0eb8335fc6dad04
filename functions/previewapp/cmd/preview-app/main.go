// Command preview-app runs the function previewapp.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/previewapp"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(previewapp.Function) }
