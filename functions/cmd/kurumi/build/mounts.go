package build

import (
	"fmt"
	"os"
	"path/filepath"

	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"
)

// vainMounts warns of each mount that a container would have had and the function
// that runs in its place has not. kustomize passes those of the config first, then
// those of the command line.
func (b *session) vainMounts(r *run, passed []string, list []byte) (warnings []string) {
	if len(passed) == 0 {
		return nil
	}
	own := mountsOf(list)
	for i, text := range passed {
		m := runtimeutil.StringToStorageMount(text)
		switch {
		case i < len(own) && (isKeys(m) || !isThere(m)):
			warnings = append(warnings, vain(r.String(), own[i].Src, m))
		case i < len(own), isKeys(m), isThere(m):
		case !b.Docker: // or it may be for somebody else's image
			warnings = append(warnings, vain("the command line", m.Src, m))
		}
	}
	return warnings
}

// mountsOf is the mounts that the config in a ResourceList asks for.
func mountsOf(list []byte) []runtimeutil.StorageMount {
	config := functionConfig(list)
	if config == nil {
		return nil
	}
	spec, err := runtimeutil.GetFunctionSpec(config)
	if err != nil || spec == nil {
		return nil
	}
	return spec.Container.StorageMounts
}

func vain(who, src string, m runtimeutil.StorageMount) string {
	remedy := "files are looked for in the folder of the kustomization; put them there, and name them by their path from there"
	if isKeys(m) {
		remedy = "private keys come from --keys or KURUMI_KEYS"
	}
	return fmt.Sprintf("%s mounts %s at %s, which is not followed: %s", who, src, m.DstPath, remedy)
}

// isKeys reports whether a mount is where keys are looked for. The command line's is
// followed.
func isKeys(m runtimeutil.StorageMount) bool { return filepath.Clean(m.DstPath) == "/keys" }

// isThere reports whether a mount makes no difference: in the container, which works
// in the root folder, what is below kev would also be at /kev.
func isThere(m runtimeutil.StorageMount) bool {
	mounted, err := os.Stat(m.Src)
	if err != nil {
		return false
	}
	here, err := os.Stat("." + filepath.Clean("/"+m.DstPath))
	return err == nil && m.MountType == "bind" && os.SameFile(mounted, here)
}
