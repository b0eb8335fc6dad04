package argocd

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// What an Application can say: by the name of its parameter, and of its variable,
// which Argo CD hands on with a prefix.
const (
	hostParameter       = "preview-host"
	annotationParameter = "annotations"
	imageParameter      = "images"

	variablePrefix     = "ARGOCD_ENV_"
	hostVariable       = "PREVIEW_HOST"
	imageVariable      = "IMAGES"
	parametersVariable = "ARGOCD_APP_PARAMETERS"
)

// parameterKinds is how each parameter is given.
var parameterKinds = map[string]string{hostParameter: "string", annotationParameter: "map", imageParameter: "array"}

// settings is what an Application says in its plugin section.
type settings struct {
	previewHost string
	annotations map[string]string
	images      []image
}

// A parameter is one of an Application, as Argo CD writes it into
// ARGOCD_APP_PARAMETERS. Exactly one of the values is there.
type parameter struct {
	Name   string            `json:"name"`
	String *string           `json:"string"`
	Map    map[string]string `json:"map"`
	Array  []string          `json:"array"`
}

// kind is which of the values is there.
func (p parameter) kind() string {
	var kinds []string
	if p.String != nil {
		kinds = append(kinds, "string")
	}
	if p.Map != nil {
		kinds = append(kinds, "map")
	}
	if p.Array != nil {
		kinds = append(kinds, "array")
	}
	return strings.Join(kinds, " and ")
}

// A reader gathers the settings, and all mistakes in them.
type reader struct {
	settings

	problems []string
}

// readSettings reads the settings in an environment. An error has a line for each
// mistake, and before several of them one that sums up.
func readSettings(environ []string) (settings, error) {
	var r reader
	r.readVariables(environ)
	r.readParameters(lookup(environ, parametersVariable))
	switch n := len(r.problems); n {
	case 0:
		return r.settings, nil
	case 1:
		return settings{}, errors.New("the Application's plugin section: " + r.problems[0])
	default:
		return settings{}, fmt.Errorf("the Application's plugin section has %d mistakes:\n%s", n, strings.Join(r.problems, "\n"))
	}
}

func (r *reader) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

func (r *reader) readVariables(environ []string) {
	all := variables(environ)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		switch value := all[name]; name {
		case hostVariable:
			r.setHost("the variable "+name, value)
		case imageVariable:
			r.setImages("the variable "+name, strings.Fields(value))
		default:
			r.problem("there is no variable %q%s", name, near(name, hostVariable, imageVariable))
		}
	}
}

// readParameters lets parameters win over variables.
func (r *reader) readParameters(text string) {
	var all []parameter
	if text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		r.problem("%s is no list of parameters: %v", parametersVariable, err)
		return
	}
	seen := map[string]bool{}
	for _, p := range all {
		what := "the parameter " + p.Name
		switch want := parameterKinds[p.Name]; {
		case want == "":
			r.problem("there is no parameter %q%s", p.Name, near(p.Name, hostParameter, annotationParameter, imageParameter))
		case seen[p.Name]:
			r.problem("%s is given twice", what)
		case p.kind() != want:
			r.problem("%s has to be given as %s, and is given as %s", what, want, orNothing(p.kind()))
		case p.Name == hostParameter:
			r.setHost(what, *p.String)
		case p.Name == annotationParameter:
			r.setAnnotations(what, p.Map)
		default:
			r.setImages(what, p.Array)
		}
		seen[p.Name] = true
	}
}

func orNothing(kind string) string {
	if kind == "" {
		return "nothing"
	}
	return kind
}

// near is the end of a message about a name that is not known.
func near(name string, known ...string) string {
	if closest := strict.Closest(name, known); closest != "" {
		return fmt.Sprintf("; is %s meant?", closest)
	}
	return "; there are " + strings.Join(known, ", ")
}

// hostName is a DNS name of two labels or more. What else a preview host has to be,
// preview-host says.
var hostName = lazyregexp.New(`^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$`)

func (r *reader) setHost(what, host string) {
	if len(host) > 253 || !hostName.MatchString(strings.ToLower(host)) {
		r.problem("%s is %q, which is no DNS name; give one such as pr-12.example.com", what, host)
	}
	r.previewHost = host
}

// annotationKey is a name, with a DNS name before it or not.
var annotationKey = lazyregexp.New(`^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$`)

func (r *reader) setAnnotations(what string, annotations map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(annotations)) {
		if !annotationKey.MatchString(key) {
			r.problem("%s has the key %q, which is no name of an annotation; give one such as example.com/team", what, key)
		}
	}
	r.annotations = annotations
}

func (r *reader) setImages(what string, texts []string) {
	r.images = nil
	for _, text := range texts {
		img, err := parseImage(text)
		if err != nil {
			r.problem("%s has %q: %v", what, text, err)
		}
		if slices.ContainsFunc(r.images, func(other image) bool { return other.Name == img.Name }) {
			r.problem("%s has %s twice", what, img.Name)
		}
		r.images = append(r.images, img)
	}
}
