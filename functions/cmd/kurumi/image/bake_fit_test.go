package image

import (
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestWhatTheImageHasIsInTheWay(t *testing.T) {
	r := startRegistry(t)
	below := placetest.Layer{
		{Name: "app/"}, {Name: "app/old", Data: "x"}, {Name: "app/gone", Data: "x"}, {Name: "app/link", Link: "/nowhere"},
		{Name: "loop", Link: "/loop"}, {Name: "root/", Mode: 0o700}, {Name: "home/", Mode: 0o750, Owner: 1000}, {Name: "p", Link: "/proc"},
		{Name: "again", Link: "/app"}, {Name: "etc/passwd", Data: "root:x:0:0::/:\nshop:x:1000:50::/:\n"}, {Name: "etc/group", Data: "staff:x:60:shop\n"},
		{Name: "staff/", Mode: 0o050, Owner: 60}, {Name: "wheel/", Mode: 0o050},
	}
	above := placetest.Layer{{Name: "app/.wh.gone"}}
	src := files(t, map[string]string{"a": "a", "b": "b"})
	a, b := src+"/a=", src+"/b="
	for name, c := range map[string]struct {
		user string
		args []string
		want string // the error; it works if this is empty
	}{
		"free":                            {args: []string{a + "/app/new"}},
		"a file":                          {args: []string{a + "/app/old"}, want: "has a file at /app/old already; take another path, or replace it with --overwrite"},
		"a file, to be replaced":          {args: []string{a + "/app/old", "--overwrite"}},
		"a link":                          {args: []string{a + "/app/link"}, want: "has a link at /app/link already"},
		"a link, to be replaced":          {args: []string{a + "/app/link", "--overwrite"}},
		"gone by a whiteout":              {args: []string{a + "/app/gone"}},
		"a folder":                        {args: []string{a + "/app", "--overwrite"}, want: "has a folder at /app, where"},
		"a folder behind a file":          {args: []string{a + "/app/old/x", "--overwrite"}, want: "/app/old is a file"},
		"links in a circle":               {args: []string{a + "/loop/x"}, want: "in a circle"},
		"a link to /proc":                 {args: []string{a + "/p/x"}, want: "/p/x leads by a link to /proc/x, which is below /proc"},
		"twice the same, by a link":       {args: []string{a + "/app/x", a + "/again/x"}},
		"twice, by a link":                {args: []string{a + "/app/x", b + "/again/x"}, want: "are the same file in it, /app/x, by a link, and differ"},
		"a file and a folder, by a link":  {args: []string{a + "/app/x", b + "/again/x/y"}, want: "by a link"},
		"a folder and a file, by a link":  {args: []string{a + "/again/x/y", b + "/app/x"}, want: "by a link"},
		"all may read":                    {user: "1000", args: []string{a + "/app/new"}},
		"a closed folder":                 {user: "1000", args: []string{a + "/root/x"}, want: "its user 1000 could not read /root/x, since the folder /root is closed to it (mode 0700, of 0:0)"},
		"a closed folder of root, for it": {user: "root:root", args: []string{a + "/root/x"}},
		"a closed folder of the user":     {user: "1000", args: []string{a + "/home/x"}},
		"of the user, by name":            {user: "shop", args: []string{a + "/home/x"}},
		"of one of the user's groups":     {user: "shop", args: []string{a + "/staff/x"}},
		"not of the group asked for":      {user: "shop:50", args: []string{a + "/staff/x"}, want: "the folder /staff is closed"},
		"of the group asked for":          {user: "shop:0", args: []string{a + "/wheel/x"}},
		"of another group":                {user: "shop", args: []string{a + "/wheel/x"}, want: "the folder /wheel is closed"},
		"of group 0 by default":           {user: "4711", args: []string{a + "/wheel/x"}},
		"of somebody else":                {user: "1001", args: []string{a + "/home/x"}, want: "could not read /home/x"},
		"nobody of that name":             {user: "nobody", args: []string{a + "/home/x"}, want: "its user nobody is not in its /etc/passwd"},
	} {
		t.Run(name, func(t *testing.T) {
			from := push(t, r.Host()+"/shop/base:1", base(t, c.user, below, above))
			to := "oci:" + t.TempDir()
			got := runBake(t, append(c.args, "--base", from, "--to", to)...)
			if c.want == "" {
				require.NoError(t, got.err)
				return
			}
			require.ErrorContains(t, got.err, c.want)
			assert.Contains(t, got.err.Error(), "nothing was tagged")
			assert.Empty(t, got.stdout)
			assert.NoFileExists(t, to[4:]+"/index.json")
		})
	}
}

func TestOverwriteReplacesAndHidesNothingElse(t *testing.T) {
	r := startRegistry(t)
	from := push(t, r.Host()+"/shop/base:1", base(t, "", placetest.Layer{{Name: "app/link", Link: "/etc/passwd"}, {Name: "app/x", Data: "old"}}))
	src := files(t, map[string]string{"link": "new", "x": "new"})
	bakes(t, "--base", from, "--to", r.Host()+"/a:1", "--overwrite", src+"=/app")
	assert.Equal(t, []string{`0755 0:0 app/ "" 1970`, `0644 0:0 app/link "new" 1970`, `0644 0:0 app/x "new" 1970`}, topLayer(t, openImages(t, r.Host()+"/a:1")[0].Image))
}

func TestAnImageForWindowsIsRefused(t *testing.T) {
	r := startRegistry(t)
	img := base(t, "")
	config := configOf(t, img).DeepCopy()
	config.OS = "windows"
	img, err := mutate.ConfigFile(img, config)
	require.NoError(t, err)
	src := files(t, map[string]string{"a": "a"})
	got := runBake(t, "--base", push(t, r.Host()+"/shop/base:1", img), "--to", r.Host()+"/a:1", src+"=/app")
	require.ErrorContains(t, got.err, "is for windows; only images for linux")
}
