// Package rolloutconvert turns Deployments into Argo Rollouts that watch their own canary and roll themselves back.
//
// Ten lines of config do for one Deployment or for forty: a canary that soaks at a small share of the traffic, or any
// strategy of Argo Rollouts' own; the traffic split where the ingress can do that; an analysis that decides by the
// canary's own error rate or error budget. Everything of the Deployment is kept, its comments too, and what pointed at it
// points at the Rollout: HorizontalPodAutoscalers, VerticalPodAutoscalers, KEDA, whatever names a scale target.
//
// `mode: reference` is the first step of a migration without downtime: the Deployment stays, and a Rollout beside it takes
// its pod template from it. `mode: replace` is the last one. Taking the function out of the kustomization gives the
// Deployment back.
//
// What cannot be converted is refused, all of it in one go: Recreate has no equivalent, a number of replicas that nobody
// says would silently become one, steps and routers that Argo Rollouts would refuse.
package rolloutconvert
