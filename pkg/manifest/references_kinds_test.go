package manifest_test

import "testing"

func TestReferencesOfKubernetesKinds(t *testing.T) {
	check(t, map[string]referenceCase{
		"a ServiceAccount lists the secrets that its pods may use": {
			"{kind: ServiceAccount, secrets: [{name: a}], imagePullSecrets: [{name: b}]}",
			[]string{"Secret a at secrets[0].name", "Secret b at imagePullSecrets[0].name"},
		},
		"an Ingress, with a namespace before the slash": {
			`{kind: Ingress, metadata: {annotations: {nginx.ingress.kubernetes.io/auth-tls-secret: shop/ca, nginx.ingress.kubernetes.io/auth-secret: basic,
			  nginx.ingress.kubernetes.io/proxy-ssl-secret: shop/up, nginx.ingress.kubernetes.io/fastcgi-params-configmap: shop/fcgi}}, spec: {tls: [{secretName: tls}]}}`,
			[]string{
				"Secret shop/ca at metadata.annotations[nginx.ingress.kubernetes.io/auth-tls-secret]",
				"Secret basic at metadata.annotations[nginx.ingress.kubernetes.io/auth-secret]",
				"Secret shop/up at metadata.annotations[nginx.ingress.kubernetes.io/proxy-ssl-secret]",
				"ConfigMap shop/fcgi at metadata.annotations[nginx.ingress.kubernetes.io/fastcgi-params-configmap]",
				"Secret tls at spec.tls[0].secretName",
			},
		},
		"a Role names objects only in rules about them": {
			`{kind: Role, rules: [{apiGroups: [""], resources: [secrets], resourceNames: [a, b]}, {apiGroups: [""], resources: [configmaps], resourceNames: [c]},
			  {apiGroups: [""], resources: [pods], resourceNames: [d]}, {apiGroups: [apps], resources: [secrets], resourceNames: [e]}, {resources: secrets, resourceNames: [f]}]}`,
			[]string{"Secret a at rules[0].resourceNames[0]", "Secret b at rules[0].resourceNames[1]", "ConfigMap c at rules[1].resourceNames[0]"},
		},
		"a rule about everything may mean either kind": {
			`{kind: Role, rules: [{apiGroups: ["*"], resources: ["*"], resourceNames: [a]}]}`,
			[]string{"Secret a at rules[0].resourceNames[0]", "ConfigMap a at rules[0].resourceNames[0]"},
		},
		"a ClusterRole means no namespace in particular": {
			`{kind: ClusterRole, rules: [{apiGroups: [""], resources: [secrets], resourceNames: [a]}]}`,
			[]string{"Secret */a at rules[0].resourceNames[0]"},
		},
		"a StorageClass says the namespace in a field beside": {
			`{kind: StorageClass, parameters: {csi.storage.k8s.io/node-stage-secret-name: a, csi.storage.k8s.io/node-stage-secret-namespace: rook,
			  adminSecretName: b, adminSecretNamespace: ceph, userSecretName: c, secretRef: d}}`,
			[]string{
				"Secret rook/a at parameters[csi.storage.k8s.io/node-stage-secret-name]",
				"Secret ceph/b at parameters.adminSecretName", "Secret */c at parameters.userSecretName", "Secret */d at parameters.secretRef",
			},
		},
		"a StorageClass with placeholders of the provisioner": {
			`{kind: StorageClass, parameters: {csi.storage.k8s.io/provisioner-secret-name: a, csi.storage.k8s.io/provisioner-secret-namespace: "${pvc.namespace}",
			  csi.storage.k8s.io/node-publish-secret-name: "${pvc.name}"}}`,
			[]string{"Secret */a at parameters[csi.storage.k8s.io/provisioner-secret-name]"},
		},
		"a PersistentVolume": {
			"{kind: PersistentVolume, spec: {csi: {nodeStageSecretRef: {name: a, namespace: x}}, azureFile: {secretName: b, secretNamespace: y}, cephfs: {secretRef: {name: c}}}}",
			[]string{
				"Secret x/a at spec.csi.nodeStageSecretRef.name", "Secret y/b at spec.azureFile.secretName",
				"Secret */c at spec.cephfs.secretRef.name",
			},
		},
		"a webhook takes its CA from a Secret": {
			"{kind: ValidatingWebhookConfiguration, metadata: {annotations: {cert-manager.io/inject-ca-from-secret: x/ca}}}",
			[]string{"Secret x/ca at metadata.annotations[cert-manager.io/inject-ca-from-secret]"},
		},
		"reloader's lists, on the object and on the pods": {
			`{kind: Deployment, metadata: {annotations: {secret.reloader.stakater.com/reload: "a, b"}},
			  spec: {template: {metadata: {annotations: {configmap.reloader.stakater.com/reload: "c,,d"}}}}}`,
			[]string{
				"Secret a at metadata.annotations[secret.reloader.stakater.com/reload]",
				"Secret b at metadata.annotations[secret.reloader.stakater.com/reload]",
				"ConfigMap c at spec.template.metadata.annotations[configmap.reloader.stakater.com/reload]",
				"ConfigMap d at spec.template.metadata.annotations[configmap.reloader.stakater.com/reload]",
			},
		},
		"the objects in a List count as themselves": {
			`{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: ServiceAccount, metadata: {namespace: x}, secrets: [{name: a}]},
			  {apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: c}, spec: {secretName: made}},
			  {apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: {name: c}, spec: {ca: {secretName: b}}}]}`,
			[]string{"Secret x/a at items[0].secrets[0].name", "Secret */b at items[2].spec.ca.secretName"},
		},
	})
}

func TestReferencesOfGateways(t *testing.T) {
	check(t, map[string]referenceCase{
		"a Gateway's certificates, in its own and in another namespace": {
			`{kind: Gateway, spec: {listeners: [{tls: {certificateRefs: [{name: a}, {group: "", kind: Secret, name: b, namespace: x},
			  {group: example.com, kind: Vault, name: c}, {group: example.com, name: d}]}}]}}`,
			[]string{
				"Secret a at spec.listeners[0].tls.certificateRefs[0].name",
				"Secret x/b at spec.listeners[0].tls.certificateRefs[1].name",
			},
		},
		"a BackendTLSPolicy tells which kind": {
			"{kind: BackendTLSPolicy, spec: {validation: {caCertificateRefs: [{group: '', kind: ConfigMap, name: a}, {group: '', kind: Secret, name: b}, {name: c}]}}}",
			[]string{
				"ConfigMap a at spec.validation.caCertificateRefs[0].name", "Secret b at spec.validation.caCertificateRefs[1].name",
			},
		},
		"an Istio Gateway reads the Secret beside the proxy": {
			"{apiVersion: networking.istio.io/v1, kind: Gateway, spec: {servers: [{tls: {credentialName: a}}, {tls: {credentialNames: [b, c]}}]}}",
			[]string{
				"Secret */a at spec.servers[0].tls.credentialName",
				"Secret */b at spec.servers[1].tls.credentialNames[0]", "Secret */c at spec.servers[1].tls.credentialNames[1]",
			},
		},
		"Traefik": {
			"{kind: X, spec: {tls: {secretName: a}, basicAuth: {secret: b}, clientAuth: {secretNames: [c, d]}, rootCAsSecrets: [e], forwardAuth: {tls: {caSecret: f}}}}",
			[]string{
				"Secret a at spec.tls.secretName", "Secret b at spec.basicAuth.secret", "Secret c at spec.clientAuth.secretNames[0]",
				"Secret d at spec.clientAuth.secretNames[1]", "Secret e at spec.rootCAsSecrets[0]", "Secret f at spec.forwardAuth.tls.caSecret",
			},
		},
		"Contour": {
			"{kind: HTTPProxy, spec: {virtualhost: {tls: {secretName: x/a}}, delegations: [{secretName: b, targetNamespaces: ['*']}]}}",
			[]string{"Secret x/a at spec.virtualhost.tls.secretName", "Secret b at spec.delegations[0].secretName"},
		},
		"Kong lists the names under credentials": {
			"{apiVersion: configuration.konghq.com/v1, kind: KongConsumer, credentials: [a, b]}",
			[]string{"Secret a at credentials[0]", "Secret b at credentials[1]"},
		},
		"a field of that name in another kind is none": {"{apiVersion: example.com/v1, kind: KongConsumer, credentials: [a, b]}", nil},
	})
}
