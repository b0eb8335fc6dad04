package previewhost

import (
	"strconv"
	"strings"
	"testing"
)

func TestHostileTextIsLinear(t *testing.T) {
	for _, piece := range []string{
		"a.", ".", `\`, `\.`, "[.]", "@www.example.com", "x://www.example.com@", "www.example.com/", "=www.example.com=", "://www.example.com/a",
		"%2F.", `\n`, "*.", "www.example.com ", "((www.example.com", "image: ", "*.apps.example.com", "www.example.com/x\\", "www.example.com/x ",
		":www.example.com", "@www.example.com,", "/www.example.com?", `"www.example.com/a" `, "a=", "www.example.com/a:=", " www.example.com/(",
	} {
		assertLinear(t, piece, 1<<14, func(n int) {
			text := "x://" + strings.Repeat(piece, n/len(piece))
			known.rewriteText(text)
			known.rewriteRegexp(text)
		})
	}
}

func FuzzRewriteText(f *testing.F) {
	for _, seed := range []string{
		"www.example.com", "https://u:p@WWW.example.com.:80/a?b#c", `^www\.example\.com\.$`, "a\\nwww.example.com", "%2Fwww.example.com", "\xffwww.example.com\xfe",
		".example.com", "*.apps.example.com", "**.apps.example.com", "www[.]example[.]com", "[.]", `\.`, `\\`, "www.example.com\\.", "[.].apps.example.com",
		"image: www.example.com/a", "www.example.com/a:b", "ops@www.example.com", "git@www.example.com:a/b.git", `"www.example.com/a": b`, "%%2.", "\\u.a.b",
		"shop.test.shop.test", "shop.test/shop.test", "shop.test,shop.test=shop.test", "shop.test.\\.", "%ab\\.", "(shop.test)", "shop.test%2F",
	} {
		f.Add(seed)
	}
	f.Fuzz(checkRewrite)
}

// fragments are what texts with hosts are made of; a fuzzer finds no host by itself.
var fragments = []string{
	"www.example.com", "WWW.EXAMPLE.COM", "api.example.com", "*.apps.example.com", ".example.com", "shop.test", `www\.example\.com`, "www[.]example[.]com",
	"a", "n", "u0026", "git", "image", "://", "/", "@", ":", "=", ".", "-", "_", "*", `\`, "%2F", "%", " ", "\n", "\"", "'", ",", "(", ")", "[", "]", "{", "}", "$", "?", "#",
	"<", "&", "in (", "80", "\xff", "\u2028", "pr-12.example.com", ".git", "s", "\x00",
}

// FuzzRewriteFragments puts texts together from fragments, one for each byte.
func FuzzRewriteFragments(f *testing.F) {
	for i := range fragments {
		f.Add([]byte{byte(i), 0, byte(i), 5, byte(i)})
	}
	f.Fuzz(func(t *testing.T, recipe []byte) {
		var text strings.Builder
		for _, i := range recipe {
			text.WriteString(fragments[int(i)%len(fragments)])
		}
		checkRewrite(t, text.String())
	})
}

// checkRewrite holds whatever the text is.
func checkRewrite(t *testing.T, text string) {
	out, changes, warn := known.rewriteText(text)
	found := len(changes)+len(warn) > 0
	if !found && out != text {
		t.Fatalf("%q became %q without a change", text, out)
	}
	if !strings.Contains(lower(text), "example") && !strings.Contains(lower(text), "shop") && found {
		t.Fatalf("%q has no known host", text)
	}
	checkChanges(t, text, out, changes)
	if again, changes, _ := known.rewriteText(out); again != out {
		t.Fatalf("%q became %q and then %q by %v", text, out, again, changes)
	}
	for _, m := range warn {
		if m.kind == served || !strings.HasSuffix(lower(strings.NewReplacer(`\`, "", "[", "", "]", "").Replace(text[m.start:m.end])), m.host) {
			t.Fatalf("%q: wrong warning %+v", text, m)
		}
	}
	if found && !known.mentions([]byte(text)) {
		t.Fatalf("mentions misses %q", text)
	}
	if found && !known.mentions([]byte(strconv.Quote(text))) {
		t.Fatalf("mentions misses %s", strconv.Quote(text))
	}
	known.rewriteValue("image", text)
	if out, changes, _ := known.rewriteRegexp(text); len(changes) == 0 && out != text {
		t.Fatalf("%q became %q without a change", text, out)
	}
}

// checkChanges undoes the changes one by one: between them, text and out must be the same.
func checkChanges(t *testing.T, text, out string, changes []change) {
	original := text
	for _, c := range changes {
		i := 0
		for !strings.HasPrefix(out[i:], c.to) || lower(text[i:min(i+len(c.from), len(text))]) != c.from {
			if i >= len(text) || i >= len(out) || text[i] != out[i] {
				t.Fatalf("%q: no place for %v in %q", original, c, out)
			}
			i++
		}
		text, out = text[i+len(c.from):], out[i+len(c.to):]
	}
	if text != out {
		t.Fatalf("%q: the rest became %q", original, out)
	}
}
