package main

import (
	"bytes"
	"fmt"
	"strings"
)

// A list is an input: the n-th item, and the config.
type list struct {
	name   string
	item   func(b *bytes.Buffer, n int)
	config string
}

// lists are the inputs. Every item has about 1.5 KB.
var lists = map[string]list{
	"every": {"a host in every item", ingress, hostsConfig},
	"third": {"a host in a third of the items", func(b *bytes.Buffer, n int) {
		if n%3 == 0 {
			ingress(b, n)
		} else {
			deployment(b, n)
		}
	}, hostsConfig},
	"none":      {"nothing to change", deployment, hostsConfig},
	"structure": {"structure changed in every item", deployment, canaries},
}

// The configs of preview-host and rollout-convert, and of both and two more.
const (
	hostsConfig = `
  kind: PreviewHost
  metadata:
    name: preview
  spec:
    rules:
    - from: '*'
      to: '{label}-{host}'
`
	pipeline = `
  kind: Pipeline
  metadata:
    name: all
  spec:
    steps:
    - kind: PreviewHost
      spec:
        rules:
        - from: '*'
          to: '{label}-{host}'
    - kind: SealedSecretRename
    - kind: ConfigBake
      spec:
        configs:
        - configMap: api-config
          env: CONFIG_YAML_PATH
    - kind: RolloutConvert
      spec:
        canary:
          soak: {weight: 50, duration: 2h}
`
	canaries = `
  kind: RolloutConvert
  metadata:
    name: canaries
  spec:
    canary:
      soak: {weight: 50, duration: 2h}
`
)

// resourceList writes a list of n items.
func resourceList(l list, n int) []byte {
	var b bytes.Buffer
	b.WriteString("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nfunctionConfig:\n  apiVersion: kurumi.dev/v1alpha1" + l.config)
	if n == 0 {
		b.WriteString("items: []\n")
		return b.Bytes()
	}
	b.WriteString("items:\n")
	for i := range n {
		l.item(&b, i)
	}
	return b.Bytes()
}

// ingress is an Ingress with one host, in a rule and in tls.
func ingress(b *bytes.Buffer, n int) {
	fmt.Fprintf(b, `- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: app-%[1]d
    namespace: shop
    labels:
      app.kubernetes.io/name: app-%[1]d
      app.kubernetes.io/part-of: shop
    annotations:
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'app-%[1]d/ingress.yaml'
      preview-host: pr-12.example.com
%[2]s  spec:
    ingressClassName: nginx
    tls:
    - hosts:
      - app-%[1]d.example.com
      secretName: app-%[1]d-tls
    rules:
    - host: app-%[1]d.example.com
      http:
        paths:
        - path: /
          pathType: Prefix
          backend:
            service:
              name: app-%[1]d
              port:
                number: 80
`, n, numbered("      example.com/note-%d: a value that says something about this one\n", 11))
}

// deployment is a Deployment without a host.
func deployment(b *bytes.Buffer, n int) {
	fmt.Fprintf(b, `- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: app-%[1]d
    namespace: shop
    annotations:
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'app-%[1]d/deployment.yaml'
      argocd.argoproj.io/sync-options: PruneLast=true
  spec:
    replicas: 2
    selector:
      matchLabels:
        app.kubernetes.io/name: app-%[1]d
    template:
      metadata:
        labels:
          app.kubernetes.io/name: app-%[1]d
      spec:
        containers:
        - name: app
          image: ghcr.io/example/app:v1.2.3
          ports:
          - containerPort: 8080
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
          env:
%[2]s`, n, numbered("          - name: SETTING_%[1]d\n            value: value-%[1]d\n", 18))
}

// numbered repeats a line with the numbers below n put in.
func numbered(line string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, line, i)
	}
	return b.String()
}
