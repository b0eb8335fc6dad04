// Package prometheus judges the queries that rollout-convert writes: Prometheus'
// own engine computes them over series as applications have them, and the
// conditions beside them decide. Argo Rollouts' part in that is judged elsewhere,
// with canned answers.
//
// It is a module of its own, so that nobody who uses the functions has to load
// Prometheus.
package prometheus
