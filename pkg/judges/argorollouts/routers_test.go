package argorollouts

import (
	"context"
	"errors"
	"fmt"

	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	"github.com/argoproj/argo-rollouts/rollout/trafficrouting"
	"github.com/argoproj/argo-rollouts/rollout/trafficrouting/istio"
	"github.com/argoproj/argo-rollouts/rollout/trafficrouting/nginx"
	"github.com/argoproj/argo-rollouts/rollout/trafficrouting/traefik"
	ingressutil "github.com/argoproj/argo-rollouts/utils/ingress"
	istioutil "github.com/argoproj/argo-rollouts/utils/istio"
	"github.com/argoproj/argo-rollouts/utils/record"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	dynamicfake "k8s.io/client-go/dynamic/fake"
)

// judgeRouters lets Argo's own reconcilers set a weight. Those of ALB and of the
// Gateway API want more than a cluster: what they need is looked at instead, and so is
// what the routers themselves need.
func (c cluster) judgeRouters(ro *v1alpha1.Rollout) error {
	if ro.Spec.Strategy.Canary == nil || ro.Spec.Strategy.Canary.TrafficRouting == nil {
		return nil
	}
	if ro.Namespace == "" {
		ro = ro.DeepCopy()
		ro.Namespace = metav1.NamespaceDefault
	}
	routing := ro.Spec.Strategy.Canary.TrafficRouting
	var routers []trafficrouting.TrafficRoutingReconciler
	if routing.Nginx != nil {
		routers = append(routers, nginx.NewReconciler(nginx.ReconcilerConfig{
			Rollout: ro, Recorder: record.NewFakeEventRecorder(), IngressWrapper: &ingressClient{cluster: c},
		}))
	}
	client := c.client()
	if routing.Istio != nil {
		routers = append(routers, istio.NewReconciler(ro, client, record.NewFakeEventRecorder(), nil, nil, nil))
	}
	if routing.Traefik != nil {
		routers = append(routers, traefik.NewReconciler(&traefik.ReconcilerConfig{
			Rollout: ro, Recorder: record.NewFakeEventRecorder(), Client: traefik.NewDynamicClient(client, ro.Namespace),
		}))
	}
	var errs []error
	for _, router := range routers {
		for _, weight := range []int32{0, 10, 100} {
			if err := router.SetWeight(weight); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", router.Type(), err))
				break
			}
		}
	}
	return errors.Join(append(errs, c.judgeALB(ro), c.judgeGatewayAPI(ro), c.judgeTraefik(ro), c.judgeWeights())...)
}

// client is the routing objects in a cluster.
func (c cluster) client() *dynamicfake.FakeDynamicClient {
	kinds := map[schema.GroupVersionResource]string{
		istioutil.GetIstioVirtualServiceGVR():  "VirtualServiceList",
		istioutil.GetIstioDestinationRuleGVR(): "DestinationRuleList",
		traefik.GetMappingGVR():                "TraefikServiceList",
	}
	client := dynamicfake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(), kinds)
	for gvr, list := range kinds {
		for _, obj := range c {
			if obj.GroupVersionKind().Group != gvr.Group || obj.GetKind()+"List" != list {
				continue
			}
			stored := obj.DeepCopy()
			if stored.GetNamespace() == "" {
				stored.SetNamespace(metav1.NamespaceDefault)
			}
			stored.SetAPIVersion(gvr.GroupVersion().String()) // the API server converts
			if err := client.Tracker().Create(gvr, stored, stored.GetNamespace()); err != nil {
				panic(err) // cannot happen, or it is there twice
			}
		}
	}
	return client
}

// ingressClient is what the nginx reconciler sees of the Ingresses.
type ingressClient struct {
	cluster
	made map[string]*ingressutil.Ingress
}

func (i *ingressClient) GetCached(namespace, name string) (*ingressutil.Ingress, error) {
	if made := i.made[name]; made != nil {
		return made, nil
	}
	if ingress, err := findAs[networkingv1.Ingress](i.cluster, "networking.k8s.io", "Ingress", namespace, name); err == nil {
		return ingressutil.NewIngress(ingress), nil
	}
	return nil, notFound("ingresses", name)
}

func (i *ingressClient) Get(_ context.Context, namespace, name string, _ metav1.GetOptions) (*ingressutil.Ingress, error) {
	return i.GetCached(namespace, name)
}

func (i *ingressClient) Create(_ context.Context, _ string, ingress *ingressutil.Ingress, _ metav1.CreateOptions) (*ingressutil.Ingress, error) {
	i.made = map[string]*ingressutil.Ingress{ingress.GetName(): ingress}
	return ingress, nil
}

func (i *ingressClient) Patch(_ context.Context, namespace, name string, _ types.PatchType, _ []byte, _ metav1.PatchOptions, _ ...string) (*ingressutil.Ingress, error) {
	return i.GetCached(namespace, name)
}
