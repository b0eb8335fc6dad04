package argorollouts

import (
	"fmt"
	"math/rand/v2"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// gen makes what a Kubernetes API server takes, and nobody thought of.
type gen struct{ *rand.Rand }

func (g gen) maybe() bool { return g.IntN(2) == 0 }

// name is a DNS label, with a number so that no two of them are the same.
func (g gen) name(i int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	var b strings.Builder
	for range 1 + g.IntN(12) {
		b.WriteByte(letters[g.IntN(len(letters))])
	}
	return fmt.Sprintf("%s-%d", b.String(), i)
}

// texts are values that YAML would take for something else.
var texts = []string{"", "yes", "1e3", "null", "~", "{{ x }}", "a: b", "#", "two\nlines", " blank ", "'quoted'", "日本", "%", "0x1f", "=", "*a"}

func (g gen) annotations() map[string]string {
	if g.maybe() {
		return nil
	}
	all := map[string]string{}
	for i := range 1 + g.IntN(3) {
		all[g.name(i)] = texts[g.IntN(len(texts))]
	}
	return all
}

func (g gen) labels(app string) map[string]string {
	all := map[string]string{"app": app}
	for i := range g.IntN(3) {
		all["example.com/"+g.name(i)] = []string{"", "true", "1", "v1.2"}[g.IntN(4)]
	}
	return all
}

// deployment is a Deployment as the API server takes it.
func (g gen) deployment(i int) *appsv1.Deployment {
	name := g.name(i)
	labels := g.labels(name)
	labels["tags.datadoghq.com/service"], labels["tags.datadoghq.com/version"] = name, "1.0" // by which Datadog tells canaries
	d := &appsv1.Deployment{
		TypeMeta:   metav1.TypeMeta{APIVersion: "apps/v1", Kind: "Deployment"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "shop", Labels: g.labels(name), Annotations: g.annotations()},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": name}},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels, Annotations: g.annotations()},
				Spec:       g.pod(name),
			},
			Strategy: g.strategy(),
		},
	}
	if g.maybe() {
		d.Spec.Selector.MatchExpressions = []metav1.LabelSelectorRequirement{{Key: "app", Operator: metav1.LabelSelectorOpIn, Values: []string{name, "other"}}}
	}
	if g.IntN(3) > 0 {
		d.Spec.Replicas = new(int32(1 + g.IntN(30)))
	}
	if g.maybe() {
		d.Spec.MinReadySeconds = int32(g.IntN(60))
	}
	if g.maybe() {
		d.Spec.RevisionHistoryLimit = new(int32(g.IntN(12)))
	}
	if g.maybe() {
		d.Spec.ProgressDeadlineSeconds = new(int32(61 + g.IntN(1000)))
	}
	return d
}

// strategy is none, one without numbers, or numbers of which one is not zero.
func (g gen) strategy() (s appsv1.DeploymentStrategy) {
	if g.maybe() {
		return s
	}
	s.Type = appsv1.RollingUpdateDeploymentStrategyType
	number := func(least int) *intstr.IntOrString {
		if g.maybe() {
			return new(intstr.FromInt32(int32(least + g.IntN(4))))
		}
		return new(intstr.FromString(fmt.Sprintf("%d%%", 25*(least+g.IntN(4)))))
	}
	switch g.IntN(4) {
	case 0:
		s.RollingUpdate = &appsv1.RollingUpdateDeployment{MaxSurge: number(1), MaxUnavailable: number(0)}
	case 1:
		s.RollingUpdate = &appsv1.RollingUpdateDeployment{MaxUnavailable: number(1), MaxSurge: number(0)}
	case 2:
		s.RollingUpdate = &appsv1.RollingUpdateDeployment{MaxSurge: number(0)}
	}
	return s
}

func (g gen) pod(name string) corev1.PodSpec {
	pod := corev1.PodSpec{}
	for i := range g.IntN(3) {
		pod.Volumes = append(pod.Volumes, g.volume(i))
	}
	for i := range 1 + g.IntN(3) {
		pod.Containers = append(pod.Containers, g.container(name, i, pod.Volumes))
	}
	if g.maybe() {
		pod.InitContainers = []corev1.Container{{Name: "init", Image: "example.com/init", Command: []string{"sh", "-c", texts[g.IntN(len(texts))]}}}
	}
	if g.maybe() {
		pod.ServiceAccountName = name
		pod.TerminationGracePeriodSeconds = new(int64(g.IntN(100)))
		pod.SecurityContext = &corev1.PodSecurityContext{RunAsNonRoot: new(true), FSGroup: new(int64(2000))}
	}
	if g.maybe() {
		pod.NodeSelector = map[string]string{"kubernetes.io/os": "linux"}
		pod.Tolerations = []corev1.Toleration{{Key: "spot", Operator: corev1.TolerationOpExists}}
		pod.TopologySpreadConstraints = []corev1.TopologySpreadConstraint{{
			MaxSkew: 1, TopologyKey: "zone", WhenUnsatisfiable: corev1.ScheduleAnyway,
			LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": name}},
		}}
	}
	return pod
}

func (g gen) volume(i int) corev1.Volume {
	v := corev1.Volume{Name: fmt.Sprintf("v%d", i)}
	switch g.IntN(4) {
	case 0:
		v.EmptyDir = &corev1.EmptyDirVolumeSource{}
	case 1:
		v.ConfigMap = &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "c"}, DefaultMode: new(int32(0o755))}
	case 2:
		v.Secret = &corev1.SecretVolumeSource{SecretName: "s", Items: []corev1.KeyToPath{{Key: "k", Path: "p"}}}
	case 3:
		v.Projected = &corev1.ProjectedVolumeSource{Sources: []corev1.VolumeProjection{{
			ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Audience: "a", ExpirationSeconds: new(int64(3600)), Path: "t"},
		}}}
	}
	return v
}

func (g gen) container(app string, i int, volumes []corev1.Volume) corev1.Container {
	c := corev1.Container{
		Name:  fmt.Sprintf("c%d", i),
		Image: "example.com/" + app + ":1." + fmt.Sprint(g.IntN(9)),
		Ports: []corev1.ContainerPort{{Name: fmt.Sprintf("http-%d", i), ContainerPort: int32(8080 + i)}},
	}
	for n := range g.IntN(4) {
		c.Env = append(c.Env, corev1.EnvVar{Name: fmt.Sprintf("E%d", n), Value: texts[g.IntN(len(texts))]})
	}
	for n, v := range volumes {
		c.VolumeMounts = append(c.VolumeMounts, corev1.VolumeMount{Name: v.Name, MountPath: fmt.Sprintf("/m%d", n), ReadOnly: g.maybe()})
	}
	if g.maybe() {
		get := &corev1.HTTPGetAction{Path: "/healthz", Port: intstr.FromString(c.Ports[0].Name)}
		c.ReadinessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{HTTPGet: get}, PeriodSeconds: 5}
		c.LivenessProbe = &corev1.Probe{ProbeHandler: corev1.ProbeHandler{TCPSocket: &corev1.TCPSocketAction{Port: intstr.FromInt32(c.Ports[0].ContainerPort)}}}
	}
	if g.maybe() {
		c.Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m"), corev1.ResourceMemory: resource.MustParse("0.5Gi")}
		c.Args = []string{"--listen=:8080", texts[g.IntN(len(texts))]}
		c.EnvFrom = []corev1.EnvFromSource{{SecretRef: &corev1.SecretEnvSource{LocalObjectReference: corev1.LocalObjectReference{Name: "s"}}}}
	}
	return c
}
