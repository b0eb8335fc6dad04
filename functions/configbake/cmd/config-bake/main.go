// Command config-bake runs the function configbake.
package main

import (
	"github.com/kurumi-krm/kurumi/functions/configbake"
	"github.com/kurumi-krm/kurumi/pkg/krm"
)

func main() { krm.Main(configbake.Function) }
