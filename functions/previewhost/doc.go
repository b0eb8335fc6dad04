// Package previewhost gives a preview environment its own host: one preview host in, and every place that serves the
// production host is rewritten.
//
// A pull request's preview runs the manifests of production, or nearly so. Its host arrives as an annotation that Argo
// CD's commonAnnotations put on every resource, or in the config. The function then rewrites the hosts of Ingresses,
// Gateway API and Istio resources, Traefik, Contour, Knative, OpenShift and others, the certificates and listeners that
// cover them, and the places that mention the same hosts: environment variables, arguments, probes, ConfigMaps, Helm
// values, annotations.
//
// The same production host becomes the same preview host everywhere in the input. Hosts compare without regard to case.
// Names of a single label, cluster-local names and * are left without a word, templated hosts (${DOMAIN}, {{ … }}) with
// a warning. A second run changes nothing more.
//
// It fails closed, since a preview must not serve production's host: a resource with hosts while no preview host is
// known, two routed hosts that would become one, and a result that is no DNS name are errors, and nothing is changed.
package previewhost
