package secret

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

var (
	sealedValue = regexp.MustCompile(`Ag[A-Za-z0-9+/=]{300,}|AQ[A-Za-z0-9+/=]{300,}`)
	fingerprint = regexp.MustCompile(`SHA256:[A-Za-z0-9+/]{43}`)
	anySuffix   = regexp.MustCompile(`-[24-9bcdfghkmt]{10}`)
)

// dress OLD NEW puts things around a SealedSecret, and into it, that have to stay.
func dress() {
	text := string(read(os.Args[1]))
	text = regexp.MustCompile(`(?m)^(  name: .*)$`).ReplaceAllString(text, "$1 # the name")
	text = strings.Replace(text, "  namespace: shop\nspec:", "  namespace: shop\n  annotations:\n    argocd.argoproj.io/sync-wave: \"1\"\nspec:", 1)
	text = strings.Replace(text, "    password:", "    # of the database\n    password:", 1)
	write(os.Args[2], "# before\napiVersion: v1\nkind: ConfigMap\nmetadata: {name:   odd} # spaces\n---\n"+text+
		"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name:   odd2}\n# behind\n")
}

// nameless FILE prints a file without what is random in it.
func nameless() { fmt.Print(withoutRandom(os.Args[1])) }

func withoutRandom(name string) string {
	text := sealedValue.ReplaceAllString(string(read(name)), "VALUE")
	return anySuffix.ReplaceAllString(fingerprint.ReplaceAllString(text, "SHA256:…"), "-SUFFIX")
}

// sameFrame A B checks that two files differ in sealed values only.
func sameFrame() {
	a, b := sealedValue.ReplaceAll(read(os.Args[1]), nil), sealedValue.ReplaceAll(read(os.Args[2]), nil)
	if !bytes.Equal(a, b) {
		fmt.Printf("%s\n--- but\n%s", a, b)
		os.Exit(1)
	}
}

// asJSON YAML JSON writes an object as a List in JSON.
func asJSON() {
	object, err := yaml.YAMLToJSON(read(os.Args[1]))
	check(err)
	write(os.Args[2], `{"apiVersion":"v1", "kind":"List", "items":[ `+string(object)+" ]}\n")
}

// appendTo FILE DOCUMENT adds a document.
func appendTo() {
	write(os.Args[1], string(read(os.Args[1]))+"---\n"+string(read(os.Args[2])))
}

func read(name string) []byte {
	data, err := os.ReadFile(name)
	check(err)
	return data
}

func write(name, text string) { check(os.WriteFile(name, []byte(text), 0o644)) }

// gone FILE checks that the folder that a file names is not there.
func gone() {
	if dir := string(read(os.Args[1])); exists(dir) {
		check(fmt.Errorf("%s is still there", dir))
	}
}

// toBase KEYS FILE gives a SealedSecret its base name, as kubeseal would have made it.
func toBase() {
	keys, _ := sealedsecret.LoadKeys(os.DirFS(os.Args[1]), time.Now())
	text := string(read(os.Args[2]))
	objects, _ := readObjects(os.Args[2], []byte(text))
	_, base, _ := objects[0].FinalName()
	for _, v := range objects[0].Values {
		session, _, err := sealed.NewKeyring(keys.Private...).Unwrap(v.Sealed, objects[0].Label())
		check(err)
		moved, err := session.Rewrap(v.Sealed, keys.Recipient, sealed.Strict.Label(objects[0].Namespace, base))
		check(err)
		text = strings.Replace(text, v.Node.Value, moved.String(), 1)
	}
	write(os.Args[2], strings.ReplaceAll(text, objects[0].Name, base))
}

// oneLineDiffers A B checks that two files have the same lines but for one.
func oneLineDiffers() {
	a, b := strings.Split(string(read(os.Args[1])), "\n"), strings.Split(string(read(os.Args[2])), "\n")
	differ := 0
	for i := range a {
		if len(a) == len(b) && a[i] != b[i] {
			differ++
		}
	}
	if differ != 1 {
		check(fmt.Errorf("%d and %d lines, of which %d differ", len(a), len(b), differ))
	}
}

// pointsTo FILE PATTERN checks that the mistake that a text names on top is on the
// line that the pattern matches, or beside it: yaml.v3 is not surer than that.
func pointsTo() {
	text := string(read(os.Args[1]))
	found := regexp.MustCompile(`near line (\d+)\)`).FindStringSubmatch(text)
	pattern := regexp.MustCompile(os.Args[2])
	for i, line := range strings.Split(text, "\n") {
		if pattern.MatchString(line) && found != nil {
			if is, err := strconv.Atoi(found[1]); err != nil || is < i || is > i+3 {
				check(fmt.Errorf("line %d is meant, and line %s told", i+1, found[1]))
			}
			return
		}
	}
	check(fmt.Errorf("no mistake with a line, or no such line:\n%s", text))
}
