package argocd

import (
	"embed"
	"io/fs"
)

//go:embed deploy/*.yaml
var deploy embed.FS

const manifestsHelp = `Prints what installs the plugin:

  component   a kustomize component for the kustomization of your Argo CD (default)
  patch       the strategic merge patch of the repo-server alone
  plugin      plugin.yaml, which is in the image, for those who want another one`

// manifests is what can be printed, by its name.
func manifests() map[string][]byte {
	all := map[string][]byte{}
	for what, file := range map[string]string{"component": "kustomization.yaml", "patch": "repo-server.yaml", "plugin": "plugin.yaml"} {
		text, err := fs.ReadFile(deploy, "deploy/"+file)
		if err != nil {
			panic(err) // it is embedded
		}
		all[what] = text
	}
	return all
}
