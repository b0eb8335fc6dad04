package previewenvironment_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type preset struct {
	CustomManagers []struct {
		CustomType                string
		ManagerFilePatterns       []string
		MatchStrings              []string
		DatasourceTemplate        string
		AutoReplaceStringTemplate string
	}
	PackageRules []rule
}

type rule struct {
	MatchPackageNames           []string
	MatchDatasources            []string
	MatchUpdateTypes            []string
	MatchCurrentVersion         string
	GroupName                   string
	AllowedVersions             string
	DependencyDashboardApproval bool
}

func renovate(t *testing.T) preset {
	t.Helper()
	var p preset
	require.NoError(t, json.Unmarshal([]byte(read(t, "github/renovate.json")), &p))
	require.Len(t, p.CustomManagers, 1)
	require.Len(t, p.CustomManagers[0].MatchStrings, 1)
	assert.Equal(t, "regex", p.CustomManagers[0].CustomType)
	assert.Equal(t, "docker", p.CustomManagers[0].DatasourceTemplate)
	return p
}

// inSlashes is a regular expression as Renovate marks one; with a ! before it, it is
// what may not match.
func inSlashes(t *testing.T, pattern string) (re *regexp.Regexp, negated bool) {
	t.Helper()
	inner, negated := strings.CutPrefix(pattern, "!")
	require.True(t, len(inner) > 2 && strings.HasPrefix(inner, "/") && strings.HasSuffix(inner, "/"), pattern)
	return regexp.MustCompile(inner[1 : len(inner)-1]), negated
}

// Renovate finds the image of each function that the examples here are configured
// with, and of each one the name and the version.
func TestRenovateFindsTheImagesOfTheExamples(t *testing.T) {
	manager := renovate(t).CustomManagers[0]
	images := regexp.MustCompile(manager.MatchStrings[0])
	annotated := regexp.MustCompile(`config\.kubernetes\.io/function: \|\n\s+container:\n\s+image: (\S+)`)
	found := 0
	require.NoError(t, filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(path)
		for _, function := range annotated.FindAllStringSubmatch(string(text), -1) {
			found++
			assert.True(t, slices.ContainsFunc(manager.ManagerFilePatterns, func(pattern string) bool {
				re, _ := inSlashes(t, pattern)
				return re.MatchString(filepath.ToSlash(path))
			}), "%s is not read", path)
			name, version, _ := strings.Cut(function[1], ":")
			match := images.FindStringSubmatch(function[0])
			require.NotNil(t, match, "%s: %s", path, function[1])
			assert.Equal(t, name, match[images.SubexpIndex("depName")], path)
			assert.Equal(t, version, match[images.SubexpIndex("currentValue")], path)
		}
		return err
	}))
	assert.Positive(t, found)
}

// Wherever it stands, the image ends where it ends: what Renovate writes in its
// place is the name, the new version and the new digest.
func TestRenovateReplacesTheImageAndNothingElse(t *testing.T) {
	manager := renovate(t).CustomManagers[0]
	images := regexp.MustCompile(manager.MatchStrings[0])
	digest := "@sha256:" + strings.Repeat("0a", 32)
	for before, want := range map[string]string{
		"image: ghcr.io/kurumi-krm/preview-host:v0.1.0\n":             "ghcr.io/kurumi-krm/preview-host:v0.1.0",
		`{container: {image: ghcr.io/kurumi-krm/kurumi:v1.20.0}}`:     "ghcr.io/kurumi-krm/kurumi:v1.20.0",
		`- image: "ghcr.io/kurumi-krm/config-bake:v1.0.0-rc.1"`:       "ghcr.io/kurumi-krm/config-bake:v1.0.0-rc.1",
		"image: ghcr.io/kurumi-krm/preview-app:v0.1.0" + digest + "'": "ghcr.io/kurumi-krm/preview-app:v0.1.0" + digest,
		"image: ghcr.io/example/preview-host:v0.1.0":                  "",
		"image: ghcr.io/kurumi-krm/preview-host:latest":               "", // nothing to update
	} {
		assert.Equal(t, want, images.FindString(before))
	}
	assert.Equal(t, "{{{depName}}}:{{{newValue}}}{{#if newDigest}}@{{{newDigest}}}{{/if}}", manager.AutoReplaceStringTemplate)
}

// One pull request for all functions, and none that may break something without
// somebody's consent.
func TestRenovateGroupsAndAsks(t *testing.T) {
	grouped := false
	asks := map[string]string{}
	for _, r := range renovate(t).PackageRules {
		if !slices.Equal(r.MatchPackageNames, []string{"ghcr.io/kurumi-krm/**"}) {
			assert.Empty(t, r.GroupName)
			assert.False(t, r.DependencyDashboardApproval, "of other people's packages others decide")
			continue
		}
		grouped = grouped || r.GroupName != "" && r.MatchUpdateTypes == nil
		if r.DependencyDashboardApproval {
			for _, update := range r.MatchUpdateTypes {
				asks[update] = r.MatchCurrentVersion
			}
		}
	}
	assert.True(t, grouped)
	require.Contains(t, asks, "major")
	assert.Empty(t, asks["major"], "from every version")
	require.Contains(t, asks, "minor")
	early, _ := inSlashes(t, asks["minor"])
	assert.True(t, early.MatchString("v0.1.0"))
	assert.False(t, early.MatchString("v1.0.0"))
	assert.Len(t, asks, 2)
}

// No tag that the workflow gives is ever proposed as an update of anything.
func TestRenovateIgnoresPreviews(t *testing.T) {
	for _, r := range renovate(t).PackageRules {
		if r.AllowedVersions == "" {
			continue
		}
		assert.Equal(t, []string{"docker"}, r.MatchDatasources)
		assert.Empty(t, r.MatchPackageNames, "of any image")
		preview, negated := inSlashes(t, r.AllowedVersions)
		require.True(t, negated)
		assert.True(t, preview.MatchString(tagOf(t, "12")))
		assert.False(t, preview.MatchString("20260105-093000"), "what staging runs")
		assert.False(t, preview.MatchString("v0.1.0-pr-1"))
		return
	}
	t.Error("no rule about versions")
}
