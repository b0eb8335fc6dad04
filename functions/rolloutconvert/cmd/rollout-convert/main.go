// Command rollout-convert runs the function rolloutconvert.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/rolloutconvert"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(rolloutconvert.Function) }
