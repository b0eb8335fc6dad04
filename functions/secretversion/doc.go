// Package secretversion makes Secrets and ExternalSecrets immutable, one object for each version, and everything that refers to them follows.
//
// A changed Secret becomes a new object: exactly the workloads that use it restart, or go through their canary, and pods
// of the old version keep the old one. The name gets a suffix, and `immutable: true` is set. The suffix is
//
//   - for a Secret, a hash of its type and content: stringData, generated Secrets and those that kustomize would have hashed
//     too;
//   - with `version`, its first 8 characters. An ExternalSecret needs that, since its content is elsewhere. It is renamed
//     together with the Secret that it makes: the External Secrets operator removes a Secret that is not its target any
//     more before it makes the new one.
//
// References follow in pod specs of every kind, ServiceAccounts, Ingresses, Gateways, analysis templates and custom kinds,
// by name and namespace. The name as a word in arguments, variables and ConfigMaps is left, with a warning.
//
// The hash has no key. Who may list pods, but not read Secrets, sees it, and can try guesses of a short secret against it.
// See the documentation for what to do about that.
package secretversion
