package argorollouts

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/argoproj/argo-rollouts/analysis"
	"github.com/argoproj/argo-rollouts/controller/metrics"
	"github.com/argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1"
	argofake "github.com/argoproj/argo-rollouts/pkg/client/clientset/versioned/fake"
	argoinformers "github.com/argoproj/argo-rollouts/pkg/client/informers/externalversions"
	"github.com/argoproj/argo-rollouts/utils/queue"
	"github.com/argoproj/argo-rollouts/utils/record"
	timeutil "github.com/argoproj/argo-rollouts/utils/time"
	"github.com/stretchr/testify/require"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/util/workqueue"
)

// hurry makes an hour pass each time that Argo looks at the clock: nothing of an
// analysis is waited for.
func hurry() {
	var hours atomic.Int64
	start := time.Now()
	timeutil.SetNowTimeFunc(func() time.Time { return start.Add(time.Duration(hours.Add(1)) * time.Hour) })
}

// analyse gives the metrics of one situation to Argo's own analysis controller, and
// comes back when the run has ended, or each metric was measured that often.
func analyse(t *testing.T, metrics []v1alpha1.Metric, s situation, often int) v1alpha1.AnalysisRunStatus {
	t.Helper()
	address := serve(t, s)
	run := &v1alpha1.AnalysisRun{ObjectMeta: metav1.ObjectMeta{Name: "run", Namespace: metav1.NamespaceDefault}}
	var secrets []runtime.Object
	for _, metric := range metrics {
		metric, secret := pointAt(metric, s, address)
		run.Spec.Metrics = append(run.Spec.Metrics, metric)
		if secret != nil && len(secrets) == 0 {
			secrets = append(secrets, secret)
		}
	}
	cluster := argofake.NewSimpleClientset(run)
	defer startController(t, cluster, fake.NewSimpleClientset(secrets...))()
	var status v1alpha1.AnalysisRunStatus
	require.Eventually(t, func() bool {
		got, err := cluster.ArgoprojV1alpha1().AnalysisRuns(run.Namespace).Get(t.Context(), run.Name, metav1.GetOptions{})
		if err != nil {
			return false
		}
		status = got.Status
		return status.Phase.Completed() || measured(status, len(metrics), often)
	}, time.Minute, 5*time.Millisecond, "%s", s)
	return status
}

func measured(status v1alpha1.AnalysisRunStatus, metrics, often int) bool {
	if len(status.MetricResults) < metrics {
		return false
	}
	for _, result := range status.MetricResults {
		if int(result.Count+result.Error) < often && !result.Phase.Completed() {
			return false
		}
	}
	return true
}

// startController starts the analysis controller; what comes back stops it.
func startController(t *testing.T, argoClient *argofake.Clientset, kube *fake.Clientset) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	todo := workqueue.NewNamedRateLimitingQueue(queue.DefaultArgoRolloutsRateLimiter(), "AnalysisRuns")
	ours := argoinformers.NewSharedInformerFactory(argoClient, 0)
	theirs := informers.NewSharedInformerFactory(kube, 0)
	controller := analysis.NewController(analysis.ControllerConfig{
		KubeClientSet:        kube,
		ArgoProjClientset:    argoClient,
		AnalysisRunInformer:  ours.Argoproj().V1alpha1().AnalysisRuns(),
		JobInformer:          theirs.Batch().V1().Jobs(),
		JobPodsInformer:      theirs.Core().V1().Pods(),
		AnalysisRunWorkQueue: todo,
		MetricsServer:        metrics.NewMetricsServer(metrics.ServerConfig{K8SRequestProvider: &metrics.K8sRequestsCountProvider{}}),
		Recorder:             record.NewFakeEventRecorder(),
	})
	ours.Start(ctx.Done())
	theirs.Start(ctx.Done())
	ours.WaitForCacheSync(ctx.Done())
	theirs.WaitForCacheSync(ctx.Done())
	ended := make(chan error, 1)
	go func() { ended <- controller.Run(ctx, 1) }()
	return func() {
		todo.ShutDown()
		cancel()
		require.NoError(t, <-ended)
	}
}
