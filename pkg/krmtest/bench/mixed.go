package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
)

// mixed is applications of six objects each, in namespaces of their own: there is
// something to do for each of four functions, and something that none changes.
func mixed() (list, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return list{}, err
	}
	objects := []string{mixedDeployment, mixedService, mixedIngress, mixedConfig, "", mixedScaler}
	return list{name: "four functions, mixed items", config: pipeline, item: func(b *bytes.Buffer, n int) {
		text := objects[n%len(objects)]
		if text == "" {
			text = sealedObject(&key.PublicKey)
		}
		b.WriteString(strings.ReplaceAll(text, "NUMBER", fmt.Sprint(n/len(objects))))
	}}, nil
}

// sealedObject is a SealedSecret under its final name. Each has values of its own.
func sealedObject(to *rsa.PublicKey) string {
	content := sealed.Content{Values: map[string]sealed.Value{}}
	var data strings.Builder
	for _, name := range []string{"PASSWORD", "USERNAME"} {
		value, err := sealed.Seal([]byte("a value of the usual length"), to, sealed.Strict.Label("shop", "db"))
		if err != nil {
			panic(err) // a fresh key seals
		}
		content.Values[name] = value
		fmt.Fprintf(&data, "      %s: %s\n", name, value)
	}
	return strings.ReplaceAll("- apiVersion: bitnami.com/v1alpha1\n  kind: SealedSecret\n  metadata:\n    name: db-SUFFIX\n    namespace: shop-NUMBER\n"+
		"    annotations:\n"+mixedNotes("sealedsecret")+"  spec:\n    encryptedData:\n"+data.String()+
		"    template:\n      metadata:\n        name: db-SUFFIX\n        namespace: shop-NUMBER\n", "SUFFIX", content.Suffix())
}

func mixedNotes(file string) string {
	return "      internal.config.kubernetes.io/index: '0'\n      internal.config.kubernetes.io/path: 'shop-NUMBER/" + file + ".yaml'\n"
}

var mixedDeployment = `- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: api
    namespace: shop-NUMBER
    labels:
      app.kubernetes.io/part-of: shop
    annotations:
` + mixedNotes("deployment") + `      argocd.argoproj.io/sync-options: PruneLast=true
  spec:
    replicas: 4
    selector:
      matchLabels:
        app.kubernetes.io/name: api
    template:
      metadata:
        labels:
          app.kubernetes.io/name: api
      spec:
        containers:
        - name: api
          image: ghcr.io/example/api:v1.2.3
          ports:
          - containerPort: 8080
          envFrom:
          - secretRef:
              name: db
          env:
` + numbered("          - name: SETTING_%[1]d\n            value: value-%[1]d\n", 12) + `          volumeMounts:
          - name: config
            mountPath: /app/config
            readOnly: true
          - name: tmp
            mountPath: /tmp
        volumes:
        - name: config
          configMap:
            name: api-config
        - name: tmp
          emptyDir: {}
`

var mixedService = `- apiVersion: v1
  kind: Service
  metadata:
    name: api
    namespace: shop-NUMBER
    annotations:
` + mixedNotes("service") + numbered("      example.com/note-%d: a value that says something about this one\n", 15) + `  spec:
    selector:
      app.kubernetes.io/name: api
    ports:
    - name: http
      port: 80
      targetPort: 8080
`

var mixedIngress = `- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata:
    name: api
    namespace: shop-NUMBER
    annotations:
` + mixedNotes("ingress") + `      preview-host: pr-12.example.com
` + numbered("      example.com/note-%d: a value that says something about this one\n", 12) + `  spec:
    ingressClassName: nginx
    tls:
    - hosts:
      - shop-NUMBER.example.com
      secretName: api-tls
    rules:
    - host: shop-NUMBER.example.com
      http:
        paths:
        - path: /
          pathType: Prefix
          backend:
            service:
              name: api
              port:
                number: 80
`

var mixedConfig = `- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: api-config
    namespace: shop-NUMBER
    annotations:
` + mixedNotes("configmap") + `  data:
    config.yaml: |
` + numbered("      setting-%d: a value that says something about this one\n", 22)

var mixedScaler = `- apiVersion: autoscaling/v2
  kind: HorizontalPodAutoscaler
  metadata:
    name: api
    namespace: shop-NUMBER
    annotations:
` + mixedNotes("hpa") + numbered("      example.com/note-%d: a value that says something about this one\n", 12) + `  spec:
    scaleTargetRef:
      apiVersion: apps/v1
      kind: Deployment
      name: api
    minReplicas: 4
    maxReplicas: 12
    metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 70
`
