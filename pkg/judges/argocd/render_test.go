package argocd

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/gosimple/slug"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kurumi-krm/kurumi/pkg/judges/crd"
)

// mark stands in everything that the author of a pull request writes.
const mark = "EVIL"

// pullRequest is what Argo CD's generator knows of one, whose author means harm.
func pullRequest(number int) map[string]any {
	branch := mark + "-production\"\n  project: default\n{{.number}}"
	const sha = "89abcdef0123456789abcdef0123456789abcdef"
	return map[string]any{
		"number":             strconv.Itoa(number),
		"title":              mark + "' }}{{ printf `%s` `default` }}\nspec: {project: default}",
		"branch":             branch,
		"branch_slug":        slug.Make(branch),
		"target_branch":      mark,
		"target_branch_slug": slug.Make(mark),
		"head_sha":           sha,
		"head_short_sha":     sha[:8],
		"head_short_sha_7":   sha[:7],
		"author":             mark + "[bot]; rm -rf /",
		"labels":             []string{"preview", mark},
	}
}

// render is the Application that the ApplicationSet controller makes of a pull
// request.
func (s side) render(number int) (*v1alpha1.Application, error) {
	t := s.set.Spec.Template
	meta := metav1.ObjectMeta{Name: t.Name, Namespace: s.set.Namespace, Labels: t.Labels, Annotations: t.Annotations, Finalizers: t.Finalizers}
	app, err := (&utils.Render{}).RenderTemplateParams(&v1alpha1.Application{
		TypeMeta: metav1.TypeMeta{APIVersion: "argoproj.io/v1alpha1", Kind: "Application"}, ObjectMeta: meta, Spec: t.Spec,
	}, s.set.Spec.SyncPolicy, pullRequest(number), s.set.Spec.GoTemplate, s.set.Spec.GoTemplateOptions)
	if err != nil {
		return nil, err
	}
	return app, s.judgeApp(app, number)
}

// judgeApp holds a preview's Application against what is promised of it.
func (s side) judgeApp(app *v1alpha1.Application, number int) error {
	text, err := json.Marshal(app)
	if err != nil {
		return err
	}
	all, err := crd.Read(text)
	if err != nil {
		return err
	}
	known, err := crds()
	if err != nil {
		return err
	}
	_, err = known["Application"].Admit(&all[0])
	errs := []error{err}
	say := func(wrong bool, format string, args ...any) {
		if wrong {
			errs = append(errs, fmt.Errorf("Application %s: "+format, append([]any{app.Name}, args...)...))
		}
	}
	source := app.Spec.GetSource()
	say(strings.Contains(string(text), mark), "has what the author of the pull request wrote: %s", text)
	say(strings.Contains(string(text), "{{"), "has what nobody filled in: %s", text)
	say(app.Spec.Project != s.project.Name, "is in the project %q", app.Spec.Project)
	say(source.TargetRevision != pullRequest(number)["head_sha"], "is at %q", source.TargetRevision)
	say(len(app.Finalizers) == 0, "leaves everything behind when it goes")
	say(!strings.HasSuffix(app.Name, "-pr-"+strconv.Itoa(number)), "is not named for the pull request")
	for _, err := range validation.IsDNS1123Label(app.Spec.Destination.Namespace) {
		say(true, "namespace %q: %s", app.Spec.Destination.Namespace, err)
	}
	for _, err := range validation.IsDNS1123Subdomain(host(source)) {
		say(true, "host %q: %s", host(source), err)
	}
	errs = append(errs, s.judgeFence(app), s.judgeImages(app, number))
	return errors.Join(errs...)
}

// host is the preview host, wherever the source gets it.
func host(source v1alpha1.ApplicationSource) string {
	switch {
	case source.Kustomize != nil:
		for _, value := range source.Kustomize.CommonAnnotations {
			return value
		}
	case source.Plugin != nil && len(source.Plugin.Env) == 1:
		return source.Plugin.Env[0].Value
	case source.Helm != nil && len(source.Helm.Parameters) == 1:
		return source.Helm.Parameters[0].Value
	}
	return ""
}

// judgeFence asks the project what the preview may do.
func (s side) judgeFence(app *v1alpha1.Application) error {
	var errs []error
	expect := func(want, got bool, err error, what string) {
		if err != nil || want != got {
			errs = append(errs, fmt.Errorf("the project permits %s: %t (%w)", what, got, err))
		}
	}
	own := app.Spec.Destination
	at := func(server, namespace string) (bool, error) {
		return s.project.IsDestinationPermitted(&v1alpha1.Cluster{Server: server}, namespace, nil)
	}
	got, err := at(own.Server, own.Namespace)
	expect(true, got, err, "its own destination")
	name := app.Labels["app.kubernetes.io/name"]
	before, _, _ := strings.Cut(own.Namespace, strings.TrimPrefix(app.Name, name+"-pr-")) // the number
	for _, other := range []string{"default", "kube-system", s.project.Namespace, name, name + "-production", before + "production", "x" + own.Namespace} {
		got, err := at(own.Server, other)
		expect(false, got, err, "the namespace "+other)
	}
	got, err = at("https://other.example.com", own.Namespace)
	expect(false, got, err, "another cluster")
	expect(true, s.project.IsSourcePermitted(app.Spec.GetSource()), nil, "its own repository")
	for _, url := range []string{"https://github.com/attacker/shop.git", app.Spec.GetSource().RepoURL + "x"} {
		expect(false, s.project.IsSourcePermitted(v1alpha1.ApplicationSource{RepoURL: url}), nil, url)
	}
	permits := func(group, kind, name string, namespaced bool) bool {
		return s.project.IsGroupKindNamePermitted(schema.GroupKind{Group: group, Kind: kind}, name, namespaced)
	}
	expect(true, permits("", "Namespace", own.Namespace, false), nil, "its own Namespace")
	expect(false, permits("", "Namespace", "kube-system", false), nil, "another Namespace")
	expect(false, permits("rbac.authorization.k8s.io", "ClusterRole", own.Namespace, false), nil, "a ClusterRole")
	expect(false, permits("argoproj.io", "Application", "more", true), nil, "an Application")
	expect(false, permits("rbac.authorization.k8s.io", "RoleBinding", "admin", true), nil, "a RoleBinding")
	expect(false, permits("networking.k8s.io", "NetworkPolicy", "deny", true), nil, "a NetworkPolicy")
	expect(true, permits("apps", "Deployment", "shop", true), nil, "a Deployment")
	return errors.Join(errs...)
}

// judgeImages is that Image Updater finds the Application, and takes the tags of this
// pull request and of no other.
func (s side) judgeImages(app *v1alpha1.Application, number int) error {
	const prefix = "argocd-image-updater.argoproj.io/"
	if app.Annotations[prefix+"image-list"] == "" {
		return nil // nor is there anything for it to do
	}
	alias, _, _ := strings.Cut(app.Annotations[prefix+"image-list"], "=")
	if strategy := app.Annotations[prefix+alias+".update-strategy"]; strategy != "alphabetical" {
		return fmt.Errorf("images are ordered by %q", strategy)
	}
	tags, ok := strings.CutPrefix(app.Annotations[prefix+alias+".allow-tags"], "regexp:")
	pattern, err := regexp.Compile(tags)
	if !ok || err != nil {
		return fmt.Errorf("allow-tags %q: %w", tags, err)
	}
	for _, tt := range []struct {
		tag  string
		want bool
	}{
		{fmt.Sprintf("pr-%d-20260107101500", number), true},
		{fmt.Sprintf("pr-%d1-20260107101500", number), false},
		{fmt.Sprintf("pr-1%d-20260107101500", number), false},
		{fmt.Sprintf("pr-%d-latest", number), false},
	} {
		if pattern.MatchString(tt.tag) != tt.want {
			return fmt.Errorf("allow-tags %q takes %s: %t", tags, tt.tag, !tt.want)
		}
	}
	if s.updater == nil {
		return nil
	}
	return s.judgeUpdater(app)
}

func (s side) judgeUpdater(app *v1alpha1.Application) error {
	for _, ref := range s.updater.Spec.ApplicationRefs {
		selector, err := metav1.LabelSelectorAsSelector(ref.LabelSelectors)
		if err != nil {
			return err
		}
		named, err := filepath.Match(ref.NamePattern, app.Name)
		if err != nil {
			return err
		}
		if named && selector.Matches(labels.Set(app.Labels)) && ref.UseAnnotations != nil && *ref.UseAnnotations && s.updater.Namespace == s.set.Namespace {
			return nil
		}
	}
	return fmt.Errorf("the ImageUpdater does not find the Application %s", app.Name)
}
