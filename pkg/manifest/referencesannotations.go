package manifest

import "strings"

// annotations are the fields with a slash in their name that hold names: annotations, on an object, a pod template, or
// on their way there through Helm values. All may say ns/name.
var annotations = map[string]hint{
	"nginx.ingress.kubernetes.io/auth-secret":              {kind: secretKind, in: text},
	"nginx.ingress.kubernetes.io/auth-tls-secret":          {kind: secretKind, in: text},
	"nginx.ingress.kubernetes.io/proxy-ssl-secret":         {kind: secretKind, in: text},
	"nginx.ingress.kubernetes.io/secure-verify-ca-secret":  {kind: secretKind, in: text},
	"nginx.ingress.kubernetes.io/auth-proxy-set-headers":   {kind: configMapKind, in: text},
	"nginx.ingress.kubernetes.io/custom-headers":           {kind: configMapKind, in: text},
	"nginx.ingress.kubernetes.io/fastcgi-params-configmap": {kind: configMapKind, in: text},

	"ingress.kubernetes.io/auth-secret":                 {kind: secretKind, in: text},
	"ingress.kubernetes.io/auth-tls-secret":             {kind: secretKind, in: text},
	"haproxy-ingress.github.io/auth-secret":             {kind: secretKind, in: text},
	"haproxy-ingress.github.io/auth-tls-secret":         {kind: secretKind, in: text},
	"haproxy-ingress.github.io/secure-crt-secret":       {kind: secretKind, in: text},
	"haproxy-ingress.github.io/secure-verify-ca-secret": {kind: secretKind, in: text},
	"haproxy.org/auth-secret":                           {kind: secretKind, in: text},
	"haproxy.org/client-ca":                             {kind: secretKind, in: text},
	"haproxy.org/server-ca":                             {kind: secretKind, in: text},
	"haproxy.org/server-crt":                            {kind: secretKind, in: text},
	"nginx.org/basic-auth-secret":                       {kind: secretKind, in: text},
	"nginx.com/jwt-key":                                 {kind: secretKind, in: text},
	"konghq.com/client-cert":                            {kind: secretKind, in: text},
	"configuration.konghq.com/client-cert":              {kind: secretKind, in: text},
	"cert-manager.io/inject-ca-from-secret":             {kind: secretKind, in: text, anywhere: true},
	"certmanager.k8s.io/inject-ca-from-secret":          {kind: secretKind, in: text, anywhere: true},
	"vault.hashicorp.com/tls-secret":                    {kind: secretKind, in: text},
	"vault.hashicorp.com/agent-configmap":               {kind: configMapKind, in: text},
	"secret.reloader.stakater.com/reload":               {kind: secretKind, in: text, commas: true},
	"configmap.reloader.stakater.com/reload":            {kind: configMapKind, in: text, commas: true},
	"secrets.exclude.reloader.stakater.com/reload":      {kind: secretKind, in: text, commas: true},
	"configmaps.exclude.reloader.stakater.com/reload":   {kind: configMapKind, in: text, commas: true},
	"wave.pusher.com/extra-secrets":                     {kind: secretKind, in: text, commas: true},
	"wave.pusher.com/extra-configmaps":                  {kind: configMapKind, in: text, commas: true},
}

// annotationHint is hintOf for a name with a slash. Nothing is guessed from its end: on a Service,
// service.beta.openshift.io/serving-cert-secret-name makes the Secret.
func annotationHint(key string) hint {
	if h, ok := annotations[key]; ok {
		return h
	}
	// The parameters of StorageClasses and VolumeSnapshotClasses: csi.storage.k8s.io/node-stage-secret-name and others.
	if strings.HasPrefix(key, "csi.storage.k8s.io/") && strings.HasSuffix(key, "secret-name") {
		return hint{kind: secretKind, in: text}
	}
	return hint{}
}
