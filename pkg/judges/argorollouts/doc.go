// Package argorollouts judges rollout-convert by the real thing: what comes out
// of the function has to be what Argo Rollouts accepts, and its analysis has to
// decide as the function's page promises.
//
// It has tests only, and is a module of its own: Argo's validation brings most of
// Kubernetes along, with a replace for each of its parts. Neither may weigh on
// who imports kurumi.
//
//   - golden_test.go holds every case in functions/rolloutconvert/testdata against
//     the judges. judge_test.go says what they are: strict decoding into Argo's own
//     types and the schema of the CRDs (package crd), Argo's validation of a Rollout
//     with all that it refers to (references_test.go), and what Argo finds out only
//     at run time, or never (runtime_test.go, around_test.go, routers_test.go with
//     Argo's own reconcilers, routes_test.go);
//   - sees_test.go breaks manifests on purpose: a judge that lets everything pass
//     is worth nothing;
//   - random_test.go does it for Deployments that nobody thought of
//     (generate_test.go), and kept_test.go compares them with what comes out;
//   - analysis_test.go runs the queries by Argo's metric providers against the
//     servers of servers_test.go, and whole analyses by Argo's analysis controller
//     (controller_test.go). What is promised is one table, verdicts.
//
// Nothing here leaves the process: the servers listen on loopback, and the cluster
// is client-go's fake. The queries themselves are not computed, since the servers
// are no Prometheus: that a query is right for a metric is not seen here, that its
// answer leads to the right verdict is.
package argorollouts
