package previewhost

import (
	"bytes"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm"
	"github.com/kurumi-krm/kurumi/pkg/manifest"
)

// A place is where hosts stand in objects of one kind. To teach the function a
// new field, add a line to the table below and a case to testdata.
type place struct {
	group, kind string // empty for any
	path        string // as in kustomize's FieldSpec; it may end at a host or at a list of hosts
	role        role
	form        form
	limit       int // the most characters that a host may have here, if not 253
}

// role says what a host does in its place.
type role int

const (
	// routes: requests for the host end up here. No two hosts may become one.
	routes role = iota
	// covers: a certificate or a listener for hosts that are routed elsewhere. It takes what those become.
	covers
	// follows: text that mentions hosts served elsewhere in the input, like the target of a redirect. Only those are
	// rewritten, in every text at or below the path.
	follows
)

// form says how a host is written in its place.
type form int

const (
	plain     form = iota // the host
	namespace             // the host behind a namespace and a slash, or alone (Istio)
	commas                // several hosts with commas between them
	match                 // Host(`…`) inside an expression (Traefik)
	regexps               // text as it is, but fields with "regex" in their name hold regular expressions
)

const (
	maxCommonName  = 64 // cert-manager's webhook, after X.509
	maxManagedName = 63 // GKE's CRD
)

// places is every field that holds a host.
var places = []place{
	{"networking.k8s.io", "Ingress", "spec/rules/host", routes, plain, 0},
	{"networking.k8s.io", "Ingress", "spec/tls/hosts", covers, plain, 0},
	{"extensions", "Ingress", "spec/rules/host", routes, plain, 0},
	{"extensions", "Ingress", "spec/tls/hosts", covers, plain, 0},

	{"gateway.networking.k8s.io", "Gateway", "spec/listeners/hostname", covers, plain, 0},
	{"gateway.networking.k8s.io", "ListenerSet", "spec/listeners/hostname", covers, plain, 0},
	{"gateway.networking.x-k8s.io", "XListenerSet", "spec/listeners/hostname", covers, plain, 0},
	{"gateway.networking.k8s.io", "HTTPRoute", "spec/hostnames", routes, plain, 0},
	{"gateway.networking.k8s.io", "HTTPRoute", "spec/rules/filters", follows, plain, 0},
	{"gateway.networking.k8s.io", "HTTPRoute", "spec/rules/backendRefs/filters", follows, plain, 0},
	{"gateway.networking.k8s.io", "HTTPRoute", "spec/rules/matches/headers/value", follows, plain, 0},
	{"gateway.networking.k8s.io", "GRPCRoute", "spec/hostnames", routes, plain, 0},
	{"gateway.networking.k8s.io", "TLSRoute", "spec/hostnames", routes, plain, 0},
	{"gateway.networking.k8s.io", "BackendTLSPolicy", "spec/validation", follows, plain, 0},

	// Not destination.host, which names a Service, nor DestinationRule and ServiceEntry, which name what is called.
	{"networking.istio.io", "VirtualService", "spec/hosts", routes, plain, 0},
	{"networking.istio.io", "VirtualService", "spec/tls/match/sniHosts", covers, plain, 0},
	{"networking.istio.io", "VirtualService", "spec/http/match", follows, regexps, 0},
	{"networking.istio.io", "VirtualService", "spec/http/redirect", follows, plain, 0},
	{"networking.istio.io", "VirtualService", "spec/http/rewrite/authority", follows, plain, 0},
	{"networking.istio.io", "VirtualService", "spec/http/corsPolicy", follows, regexps, 0},
	{"networking.istio.io", "VirtualService", "spec/http/headers", follows, plain, 0},
	{"networking.istio.io", "VirtualService", "spec/http/route/headers", follows, plain, 0},
	{"networking.istio.io", "Gateway", "spec/servers/hosts", covers, namespace, 0},
	{"security.istio.io", "AuthorizationPolicy", "spec/rules", follows, plain, 0},

	{"cert-manager.io", "Certificate", "spec/dnsNames", covers, plain, 0},
	{"cert-manager.io", "Certificate", "spec/commonName", covers, plain, maxCommonName},
	{"cert-manager.io", "Certificate", "spec/literalSubject", follows, plain, 0},
	{"cert-manager.io", "Certificate", "spec/uris", follows, plain, 0},

	{"route.openshift.io", "Route", "spec/host", routes, plain, 0},

	{"traefik.io", "IngressRoute", "spec/routes/match", routes, match, 0},
	{"traefik.io", "IngressRoute", "spec/tls/domains/main", covers, plain, 0},
	{"traefik.io", "IngressRoute", "spec/tls/domains/sans", covers, plain, 0},
	{"traefik.io", "IngressRouteTCP", "spec/routes/match", routes, match, 0},
	{"traefik.io", "IngressRouteTCP", "spec/tls/domains/main", covers, plain, 0},
	{"traefik.io", "IngressRouteTCP", "spec/tls/domains/sans", covers, plain, 0},
	{"traefik.io", "Middleware", "spec", follows, regexps, 0},
	{"traefik.containo.us", "IngressRoute", "spec/routes/match", routes, match, 0},
	{"traefik.containo.us", "IngressRoute", "spec/tls/domains/main", covers, plain, 0},
	{"traefik.containo.us", "IngressRoute", "spec/tls/domains/sans", covers, plain, 0},
	{"traefik.containo.us", "IngressRouteTCP", "spec/routes/match", routes, match, 0},
	{"traefik.containo.us", "IngressRouteTCP", "spec/tls/domains/main", covers, plain, 0},
	{"traefik.containo.us", "IngressRouteTCP", "spec/tls/domains/sans", covers, plain, 0},
	{"traefik.containo.us", "Middleware", "spec", follows, regexps, 0},

	{"projectcontour.io", "HTTPProxy", "spec/virtualhost/fqdn", routes, plain, 0},
	{"projectcontour.io", "HTTPProxy", "spec/virtualhost/corsPolicy/allowOrigin", follows, plain, 0},
	{"projectcontour.io", "HTTPProxy", "spec/routes", follows, regexps, 0},

	{"serving.knative.dev", "DomainMapping", "metadata/name", routes, plain, 0},
	{"networking.internal.knative.dev", "ClusterDomainClaim", "metadata/name", covers, plain, 0},

	{"externaldns.k8s.io", "DNSEndpoint", "spec/endpoints/dnsName", routes, plain, 0},
	{"externaldns.k8s.io", "DNSEndpoint", "spec/endpoints/targets", follows, plain, 0},

	{"networking.gke.io", "ManagedCertificate", "spec/domains", covers, plain, maxManagedName},

	{"apisix.apache.org", "ApisixRoute", "spec/http/match/hosts", routes, plain, 0},
	{"apisix.apache.org", "ApisixRoute", "spec/stream/match/host", routes, plain, 0},
	{"apisix.apache.org", "ApisixRoute", "spec/http/plugins", follows, regexps, 0},
	{"apisix.apache.org", "ApisixTls", "spec/hosts", covers, plain, 0},

	{"getambassador.io", "Host", "spec/hostname", covers, plain, 0},
	{"getambassador.io", "TLSContext", "spec/hosts", covers, plain, 0},
	{"getambassador.io", "Mapping", "spec/hostname", routes, plain, 0},
	{"getambassador.io", "Mapping", "spec/host", routes, plain, 0}, // a regular expression beside host_regex: see traps.go
	{"getambassador.io", "Mapping", "spec/host_rewrite", follows, plain, 0},
	{"getambassador.io", "Mapping", "spec/cors/origins", follows, plain, 0},

	{"k8s.nginx.org", "VirtualServer", "spec/host", routes, plain, 0},
	{"k8s.nginx.org", "VirtualServer", "spec/tls/cert-manager/common-name", covers, plain, maxCommonName},
	{"k8s.nginx.org", "VirtualServer", "spec/routes", follows, plain, 0},
	{"k8s.nginx.org", "VirtualServer", "spec/upstreams", follows, plain, 0},
	{"k8s.nginx.org", "VirtualServer", "spec/http-snippets", follows, plain, 0},
	{"k8s.nginx.org", "VirtualServer", "spec/server-snippets", follows, plain, 0},
	{"k8s.nginx.org", "VirtualServerRoute", "spec/host", routes, plain, 0},
	{"k8s.nginx.org", "VirtualServerRoute", "spec/subroutes", follows, plain, 0},
	{"k8s.nginx.org", "VirtualServerRoute", "spec/upstreams", follows, plain, 0},
	{"k8s.nginx.org", "TransportServer", "spec/host", routes, plain, 0},

	{"gateway.envoyproxy.io", "SecurityPolicy", "spec", follows, plain, 0},

	// ExternalDNS reads the prefix without alpha since v0.22.
	{"", "", annotation("external-dns.alpha.kubernetes.io/hostname"), routes, commas, 0},
	{"", "", annotation("external-dns.alpha.kubernetes.io/internal-hostname"), routes, commas, 0},
	{"", "", annotation("external-dns.alpha.kubernetes.io/target"), follows, plain, 0},
	{"", "", annotation("external-dns.kubernetes.io/hostname"), routes, commas, 0},
	{"", "", annotation("external-dns.kubernetes.io/internal-hostname"), routes, commas, 0},
	{"", "", annotation("external-dns.kubernetes.io/target"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/server-alias"), routes, commas, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/auth-url"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/auth-signin"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/auth-snippet"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/configuration-snippet"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/server-snippet"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/cors-allow-origin"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/permanent-redirect"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/temporal-redirect"), follows, plain, 0},
	{"", "", annotation("nginx.ingress.kubernetes.io/upstream-vhost"), follows, plain, 0},
	{"", "", annotation("cert-manager.io/common-name"), covers, plain, maxCommonName},
	{"", "", annotation("cert-manager.io/alt-names"), covers, commas, 0},
}

// A tlsPlace is a list whose elements serve hosts with a certificate from a Secret.
type tlsPlace struct {
	group, kind string
	list        string // the path of the list
	hosts       string // within an element
	secret      string // within an element
}

var tlsPlaces = []tlsPlace{
	{"networking.k8s.io", "Ingress", "spec/tls", "hosts", "secretName"},
	{"extensions", "Ingress", "spec/tls", "hosts", "secretName"},
	{"gateway.networking.k8s.io", "Gateway", "spec/listeners", "hostname", "tls/certificateRefs/name"},
	{"gateway.networking.k8s.io", "ListenerSet", "spec/listeners", "hostname", "tls/certificateRefs/name"},
	{"gateway.networking.x-k8s.io", "XListenerSet", "spec/listeners", "hostname", "tls/certificateRefs/name"},
}

func annotation(name string) string {
	return "metadata/annotations/" + strings.ReplaceAll(name, "/", `\/`)
}

// A table finds the places of an object.
type table struct {
	byKind map[string][]parsedPlace // by group and kind
	others []parsedPlace            // of any group or any kind
	hints  [][]byte                 // an object without any of these in its text has none of others that decide something
}

type parsedPlace struct {
	place
	version string
	at      manifest.Path
}

// newTable adds the config's own fields to the places that are known.
func newTable(fields []manifest.FieldSpec) table {
	t := table{byKind: map[string][]parsedPlace{}}
	for _, pl := range places {
		t.add(parsedPlace{place: pl})
	}
	for _, f := range fields {
		t.add(parsedPlace{place: place{f.Group, f.Kind, f.Path, routes, plain, 0}, version: f.Version})
	}
	return t
}

func (t *table) add(pl parsedPlace) {
	pl.at = manifest.ParsePath(pl.path)
	if pl.group == "" || pl.kind == "" {
		t.others = append(t.others, pl)
		t.hint(pl)
		return
	}
	key := pl.group + "/" + pl.kind
	t.byKind[key] = append(t.byKind[key], pl)
}

// hint notes what an object's text has to hold if the place is in it. A slash is rarer in manifests than any letter, so
// that looking from there on is quick.
func (t *table) hint(pl parsedPlace) {
	name := pl.at[len(pl.at)-1]
	hint := []byte(name[strings.LastIndexByte(name, '/')+1:])
	if len(hint) < len(name) {
		hint = slices.Insert(hint, 0, '/')
	}
	if pl.role != follows && !slices.ContainsFunc(t.hints, func(h []byte) bool { return bytes.Equal(h, hint) }) {
		t.hints = append(t.hints, hint)
	}
}

// has reports whether an object may hold hosts that decide something, by what is known without parsing it.
func (t *table) has(it *krm.Item) bool {
	if _, ok := t.byKind[it.Group()+"/"+it.Kind]; ok {
		return true
	}
	return slices.ContainsFunc(t.hints, func(hint []byte) bool { return bytes.Contains(it.Text(), hint) })
}

// each calls fn for the places of an object.
func (t *table) each(it *krm.Item, fn func(pl parsedPlace)) {
	for _, some := range [][]parsedPlace{t.byKind[it.Group()+"/"+it.Kind], t.others} {
		for i := range some {
			if some[i].fits(it) {
				fn(some[i])
			}
		}
	}
}

func (pl *parsedPlace) fits(it *krm.Item) bool {
	return (pl.group == "" || pl.group == it.Group()) && (pl.kind == "" || pl.kind == it.Kind) &&
		(pl.version == "" || strings.TrimPrefix(it.APIVersion, it.Group()+"/") == pl.version)
}
