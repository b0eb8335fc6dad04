package rolloutconvert

import (
	"maps"
	"slices"
	"strings"

	"github.com/kurumi-krm/kurumi/pkg/lazyregexp"
)

// placeholders is what stands for what only the cluster knows, as arguments of the
// AnalysisRun. {window} is the function's own.
var placeholders = map[string]string{
	"service":       "{{args.service-name}}",
	"namespace":     "{{args.namespace}}",
	"workload":      "{{args.rollout}}",
	"hash":          "{{args.canary-hash}}",
	"canary":        "{{args.rollout}}-{{args.canary-hash}}", // the ReplicaSet, and what its pods' names begin with
	"canaryService": "{{args.canary-service}}",
	"version":       "{{args.canary-version}}",
	"window":        "",
}

// placeholder is a name in braces. What PromQL and Datadog have in braces is more
// than a name, but for Datadog's groups and the classes of regular expressions.
var placeholder = lazyregexp.New(`(\\[pP])?\{([A-Za-z][A-Za-z0-9_]*)\}`)

// fill puts arguments and the window into a query.
func fill(query, window string) string {
	return placeholder.ReplaceAllStringFunc(query, func(found string) string {
		m := placeholder.FindStringSubmatch(found)
		switch value, known := placeholders[m[2]]; {
		case m[1] != "" || !known:
			return found
		case m[2] == "window":
			return window
		default:
			return value
		}
	})
}

// checkQuery says what is wrong with the placeholders of a query, if anything.
func checkQuery(query, provider string) (current, message string) {
	if strings.TrimSpace(query) == "" {
		return query, "is empty"
	}
	if m := datadogGroup.FindString(query); provider == datadog && m != "" {
		return m, "makes one value for each group, of which Argo Rollouts takes any; leave it out"
	}
	for _, m := range placeholder.FindAllStringSubmatch(query, -1) {
		if _, known := placeholders[m[2]]; !known && m[1] == "" {
			return m[0], "holds " + m[0] + ", which is no placeholder; the known ones are " + knownPlaceholders()
		}
	}
	if bad := unknownArgument(query); bad != "" {
		return bad, "holds " + bad + ", which is no argument of the AnalysisTemplate, and Argo Rollouts would abort every canary for it; the known placeholders are " + knownPlaceholders()
	}
	return "", ""
}

var datadogGroup = lazyregexp.New(`\bby\s*\{[^}]*\}`)

func knownPlaceholders() string {
	names := slices.Sorted(maps.Keys(placeholders))
	return "{" + strings.Join(names, "}, {") + "}"
}

// argument is how Argo Rollouts refers to one.
var argument = lazyregexp.New(`\{\{\s*args\.([a-z-]+)\s*\}\}`)

// unknownArgument gives the first thing in double braces that is none of the
// arguments that the function gives.
func unknownArgument(text string) string {
	for {
		start := strings.Index(text, "{{")
		if start < 0 {
			return ""
		}
		text = text[start:]
		m := argument.FindStringSubmatch(text)
		if m == nil || !strings.HasPrefix(text, m[0]) || !slices.Contains(argumentNames, m[1]) {
			end := strings.Index(text, "}}")
			if end < 0 {
				return cutTo(text, 40)
			}
			return cutTo(text[:end+2], 40)
		}
		text = text[len(m[0]):]
	}
}

// argumentsIn lists the arguments that texts refer to.
func argumentsIn(texts []string) []string {
	var names []string
	for _, text := range texts {
		for _, m := range argument.FindAllStringSubmatch(text, -1) {
			names = append(names, m[1])
		}
	}
	return names
}

func cutTo(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}

// canaryWord is anything in a query that may tell the canary apart.
var canaryWord = lazyregexp.New(`(?i)canary|\{(hash|version)\}|args\.canary`)
