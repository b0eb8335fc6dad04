package main

import (
	"fmt"
	"regexp"
	"strings"
)

// A chapter shows what one function did: some objects of many.
type chapter struct {
	title, says string
	state       string
	about       *regexp.Regexp // what is in the hunks that the chapter is about
	show        []choice
}

// A choice is an object, by how its title begins, and the fields of it that are
// folded.
type choice struct {
	title string
	fold  []string
}

var story = []chapter{
	{
		title: "A pull request gets hosts of its own",
		says: `The overlay says one host, shop-12.preview.example.com, which Argo CD puts there for pull
request 12. preview-host derives the others, wherever a host of production stands.`,
		state: "preview",
		about: regexp.MustCompile(`(?m)^\+\s+(- host: |- |value: https://)[a-z-]*shop-12\.preview\.example\.com`),
		show:  []choice{{title: "Ingress api"}, {title: "Deployment accounts"}},
	},
	{
		title: "A changed secret restarts what uses it, and nothing else",
		says: `The suffix of a SealedSecret's name is a hash of what was sealed: a new password is a new name.
sealedsecret-rename lets the references follow. What does not use it stays as it is.`,
		state: "prod",
		about: regexp.MustCompile(`(?m)^-\s+name: (db|mail|psp)$`),
		show:  []choice{{title: "Deployment mailer"}, {title: "Deployment orders"}},
	},
	{
		title: "Config is released with the code that reads it",
		says: `config-bake takes the ConfigMap away: the file is in the image, where the variable says. So a
canary has its own config, and who goes back gets the earlier one back.`,
		state: "prod",
		about: regexp.MustCompile(`(?m)^(-kind: ConfigMap|\+.*(kurumi\.dev/baked|CONFIG_YAML_PATH)|-.*configMap:)`),
		show:  []choice{{title: "ConfigMap payments-config-", fold: []string{"metadata"}}, {title: "Deployment payments"}},
	},
	{
		title: "A release watches itself, and takes itself back",
		says: `rollout-convert makes Rollouts of what customers meet: a tenth of the traffic for two hours,
judged by the canary's own error rate. Service, analysis and autoscaler come along.`,
		state: "prod",
		about: regexp.MustCompile(`(?m)^\+.*(kind: (Rollout|AnalysisTemplate)|strategy:|generated-by: rollout-convert)$`),
		show: []choice{
			{title: "Deployment web becomes Rollout web", fold: []string{"args"}},
			{title: "HorizontalPodAutoscaler web"},
			{title: "AnalysisTemplate web-canary", fold: []string{"metadata", "args", "query"}},
		},
	},
}

// tell writes a chapter. What it promises to show has to be there.
func (c chapter) tell(b *strings.Builder, all []change) error {
	hunks := map[string][]string{}
	for _, ch := range all {
		if about := ch.about(c.about); len(about) > 0 {
			hunks[ch.title] = about
		}
	}
	for _, choice := range c.show {
		found := false
		for title, about := range hunks {
			if !strings.HasPrefix(title+" ", choice.title) {
				continue
			}
			found = true
			for _, hunk := range about {
				b.WriteString(fold(hunk, choice.fold))
			}
			delete(hunks, title)
		}
		if !found {
			return fmt.Errorf("nothing is left to show of %s in %s; the demo has to choose anew", choice.title, overlay(c.state))
		}
	}
	if len(hunks) > 0 {
		fmt.Fprintf(b, "… and %d more objects\n", len(hunks))
	}
	return nil
}
