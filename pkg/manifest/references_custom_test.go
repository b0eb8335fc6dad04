package manifest_test

import "testing"

func TestReferencesOfOperators(t *testing.T) {
	check(t, map[string]referenceCase{
		"a cert-manager Issuer": {
			`{kind: Issuer, spec: {ca: {secretName: a}, acme: {solvers: [{dns01: {route53: {secretAccessKeySecretRef: {name: b, key: k}}}}]},
			  vault: {auth: {tokenSecretRef: {name: c}}}}}`,
			[]string{
				"Secret a at spec.ca.secretName", "Secret b at spec.acme.solvers[0].dns01.route53.secretAccessKeySecretRef.name",
				"Secret c at spec.vault.auth.tokenSecretRef.name",
			},
		},
		"a Certificate's keystores are used, not made": {
			"{apiVersion: cert-manager.io/v1, kind: Certificate, spec: {secretName: made, keystores: {jks: {passwordSecretRef: {name: a, key: k}}}}}",
			[]string{"Secret a at spec.keystores.jks.passwordSecretRef.name"},
		},
		"CloudNativePG": {
			`{kind: Cluster, spec: {superuserSecret: {name: a}, bootstrap: {initdb: {secret: {name: b}, postInitApplicationSQLRefs: {configMapRefs: [{name: c, key: k}]}}},
			  backup: {barmanObjectStore: {s3Credentials: {accessKeyId: {name: d, key: k}, inheritFromIAMRole: false}, azureCredentials: {connectionString: {name: e, key: k}},
			  googleCredentials: {applicationCredentials: {name: f, key: k}}}}}}`,
			[]string{
				"Secret a at spec.superuserSecret.name", "Secret b at spec.bootstrap.initdb.secret.name",
				"ConfigMap c at spec.bootstrap.initdb.postInitApplicationSQLRefs.configMapRefs[0].name",
				"Secret d at spec.backup.barmanObjectStore.s3Credentials.accessKeyId.name",
				"Secret e at spec.backup.barmanObjectStore.azureCredentials.connectionString.name",
				"Secret f at spec.backup.barmanObjectStore.googleCredentials.applicationCredentials.name",
			},
		},
		"a SecretStore": {
			`{kind: SecretStore, spec: {provider: {aws: {auth: {secretRef: {accessKeyIDSecretRef: {name: a, key: k, namespace: x}}}},
			  vault: {caProvider: {type: ConfigMap, name: b, key: k}, auth: {appRole: {roleRef: {name: c, key: k}}}}}}}`,
			[]string{
				"Secret x/a at spec.provider.aws.auth.secretRef.accessKeyIDSecretRef.name",
				"ConfigMap b at spec.provider.vault.caProvider.name", "Secret c at spec.provider.vault.auth.appRole.roleRef.name",
			},
		},
		"a ClusterSecretStore may mean any namespace where it says none": {
			"{kind: ClusterSecretStore, metadata: {namespace: ignored}, spec: {provider: {x: {aSecretRef: {name: a}, bSecretRef: {name: b, namespace: x}}}}}",
			[]string{"Secret */a at spec.provider.x.aSecretRef.name", "Secret x/b at spec.provider.x.bSecretRef.name"},
		},
		"an ExternalSecret uses what its template is made from": {
			"{apiVersion: external-secrets.io/v1, kind: ExternalSecret, spec: {secretStoreRef: {name: s, kind: SecretStore}, target: {name: made, template: {templateFrom: [{configMap: {name: a}}, {secret: {name: b}}]}}}}",
			[]string{"ConfigMap a at spec.target.template.templateFrom[0].configMap.name", "Secret b at spec.target.template.templateFrom[1].secret.name"},
		},
		"a PushSecret": {
			"{kind: PushSecret, spec: {secretStoreRefs: [{name: s, kind: SecretStore}], selector: {secret: {name: a}}, data: [{match: {secretKey: k}}]}}",
			[]string{"Secret a at spec.selector.secret.name"},
		},
		"a ServiceMonitor": {
			`{kind: ServiceMonitor, spec: {endpoints: [{basicAuth: {username: {name: a, key: k}, password: {name: b, key: k, optional: true}}, bearerTokenSecret: {name: c, key: k},
			  authorization: {credentials: {name: d, key: k}}, tlsConfig: {ca: {secret: {name: e, key: k}}, cert: {configMap: {name: f, key: k}}, keySecret: {name: g, key: k}}}]}}`,
			[]string{
				"Secret a at spec.endpoints[0].basicAuth.username.name", "Secret b at spec.endpoints[0].basicAuth.password.name",
				"Secret c at spec.endpoints[0].bearerTokenSecret.name", "Secret d at spec.endpoints[0].authorization.credentials.name",
				"Secret e at spec.endpoints[0].tlsConfig.ca.secret.name", "ConfigMap f at spec.endpoints[0].tlsConfig.cert.configMap.name",
				"Secret g at spec.endpoints[0].tlsConfig.keySecret.name",
			},
		},
		"a Prometheus": {
			"{kind: Prometheus, spec: {secrets: [a, b], configMaps: [c], additionalScrapeConfigs: {name: d, key: k}, configSecret: e}}",
			[]string{
				"Secret a at spec.secrets[0]", "Secret b at spec.secrets[1]", "ConfigMap c at spec.configMaps[0]",
				"Secret d at spec.additionalScrapeConfigs.name", "Secret e at spec.configSecret",
			},
		},
		"an Argo Workflow": {
			"{kind: Workflow, spec: {templates: [{name: t, inputs: {artifacts: [{s3: {accessKeySecret: {name: a, key: k}, secretKeySecret: {name: b, key: k}}}]}}]}}",
			[]string{
				"Secret a at spec.templates[0].inputs.artifacts[0].s3.accessKeySecret.name",
				"Secret b at spec.templates[0].inputs.artifacts[0].s3.secretKeySecret.name",
			},
		},
		"an AnalysisTemplate": {
			"{kind: AnalysisTemplate, spec: {args: [{name: token, valueFrom: {secretKeyRef: {name: a, key: k}}}]}}",
			[]string{"Secret a at spec.args[0].valueFrom.secretKeyRef.name"},
		},
		"a ClusterAnalysisTemplate": {
			"{kind: ClusterAnalysisTemplate, spec: {args: [{name: token, valueFrom: {secretKeyRef: {name: a, key: k}}}]}}",
			[]string{"Secret */a at spec.args[0].valueFrom.secretKeyRef.name"},
		},
		"KEDA": {
			"{kind: TriggerAuthentication, spec: {secretTargetRef: [{parameter: p, name: a, key: k}], configMapTargetRef: [{parameter: p, name: b, key: k}]}}",
			[]string{"Secret a at spec.secretTargetRef[0].name", "ConfigMap b at spec.configMapTargetRef[0].name"},
		},
		"words with underscores": {
			"{kind: Custom, spec: {admin_password_secret: a, bearer_token_secret: {name: b, key: k}, image_pull_secrets: [c]}}",
			[]string{"Secret a at spec.admin_password_secret", "Secret b at spec.bearer_token_secret.name", "Secret c at spec.image_pull_secrets[0]"},
		},
		"a bare pair that is a ConfigMap's": {
			`{kind: PostgresCluster, spec: {databaseInitSQL: {name: a, key: k}, tenantIdFromConfig: {name: b, key: k}, configMaps: {name: c, key: k},
			  queries: [{name: d, key: k}]}}`,
			[]string{
				"ConfigMap a at spec.databaseInitSQL.name", "ConfigMap b at spec.tenantIdFromConfig.name",
				"ConfigMap c at spec.configMaps.name", "ConfigMap d at spec.queries[0].name",
			},
		},
		"Kyverno copies one Secret to another": {
			"{apiVersion: kyverno.io/v1, kind: ClusterPolicy, spec: {rules: [{generate: {apiVersion: v1, kind: Secret, name: made, namespace: '{{x}}', clone: {name: a, namespace: x}}}]}}",
			[]string{"Secret x/a at spec.rules[0].generate.clone.name"},
		},
	})
}

func TestReferencesOfFluxAndArgoCD(t *testing.T) {
	check(t, map[string]referenceCase{
		"a Flux Kustomization": {
			`{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, spec: {decryption: {secretRef: {name: a}}, kubeConfig: {secretRef: {name: b}},
			  postBuild: {substituteFrom: [{kind: ConfigMap, name: c}, {kind: Secret, name: d}]}, patches: [{target: {kind: Secret, name: elsewhere}}]}}`,
			[]string{
				"Secret a at spec.decryption.secretRef.name", "Secret b at spec.kubeConfig.secretRef.name",
				"ConfigMap c at spec.postBuild.substituteFrom[0].name", "Secret d at spec.postBuild.substituteFrom[1].name",
			},
		},
		"a HelmRelease's values count where the release is": {
			`{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {namespace: flux}, spec: {targetNamespace: shop, valuesFrom: [{kind: Secret, name: a}],
			  values: {auth: {existingSecret: b}, global: {imagePullSecrets: [c]}, imagePullSecrets: [{name: d}], extraEnvVarsCM: e,
			  ingress: {annotations: {nginx.ingress.kubernetes.io/auth-secret: f}}, persistence: {x: {type: secret, name: g}}}}}`,
			[]string{
				"Secret a at spec.valuesFrom[0].name", "Secret shop/b at spec.values.auth.existingSecret",
				"Secret shop/c at spec.values.global.imagePullSecrets[0]", "Secret shop/d at spec.values.imagePullSecrets[0].name",
				"ConfigMap shop/e at spec.values.extraEnvVarsCM",
				"Secret shop/f at spec.values.ingress.annotations[nginx.ingress.kubernetes.io/auth-secret]",
				"Secret shop/g at spec.values.persistence.x.name",
			},
		},
		"a HelmRelease without a target": {
			"{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, spec: {values: {existingSecret: a}}}",
			[]string{"Secret a at spec.values.existingSecret"},
		},
		"an Application's values count at its destination": {
			`{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {namespace: argocd}, spec: {destination: {namespace: shop}, source: {helm: {valuesObject: {existingSecret: a},
			  parameters: [{name: auth.existingSecret, value: b}, {name: "imagePullSecrets[0].name", value: c}, {name: replicas, value: d}]}},
			  ignoreDifferences: [{group: "", kind: Secret, name: e, jsonPointers: [/data]}]}}`,
			[]string{
				"Secret shop/a at spec.source.helm.valuesObject.existingSecret",
				"Secret shop/b at spec.source.helm.parameters[0].value", "Secret shop/c at spec.source.helm.parameters[1].value",
				"Secret shop/e at spec.ignoreDifferences[0].name",
			},
		},
		"an ApplicationSet whose destination is filled in later": {
			`{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, spec: {generators: [{pullRequest: {github: {tokenRef: {secretName: a, key: k}}}}],
			  template: {spec: {destination: {namespace: "shop-{{number}}"}, sources: [{helm: {valuesObject: {existingSecret: b}}}]}}}}`,
			[]string{
				"Secret a at spec.generators[0].pullRequest.github.tokenRef.secretName",
				"Secret */b at spec.template.spec.sources[0].helm.valuesObject.existingSecret",
			},
		},
		"an Application without a destination": {
			"{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {helm: {valuesObject: {existingSecret: a}}}}}",
			[]string{"Secret */a at spec.source.helm.valuesObject.existingSecret"},
		},
		"values in a text": {
			"{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {destination: {namespace: shop}, source: {helm: {values: 'existingSecret: a'}}}}",
			[]string{"Secret shop/a at spec.source.helm.values"},
		},
		"values in a text that is a template, or none": {
			"{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {sources: [{helm: {values: '{{ x }}: ['}}, {helm: {values: ''}}, {helm: {values: a}}]}}", nil,
		},
		"a text in a text": {
			`{apiVersion: argoproj.io/v1alpha1, kind: Application, spec: {source: {helm: {values: "values: 'aSecret: a'\nbSecret: b"}}}}`,
			[]string{"Secret */b at spec.source.helm.values"},
		},
		"k3s": {
			"{apiVersion: helm.cattle.io/v1, kind: HelmChart, spec: {targetNamespace: shop, valuesContent: 'existingSecret: a'}}",
			[]string{"Secret shop/a at spec.valuesContent"},
		},
		"a text of that name elsewhere": {"{kind: X, spec: {values: 'existingSecret: a'}}", nil},
		"an object among a chart's values has its own namespace": {
			"{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, spec: {targetNamespace: shop, values: {extra: [{apiVersion: v1, kind: Pod, metadata: {namespace: x}, spec: {imagePullSecrets: [{name: a}]}}]}}}",
			[]string{"Secret x/a at spec.values.extra[0].spec.imagePullSecrets[0].name"},
		},
	})
}
