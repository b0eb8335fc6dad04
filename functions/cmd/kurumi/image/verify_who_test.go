package image

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/place/placetest"
)

func TestVerifySaysWhoCannotRead(t *testing.T) {
	r := startRegistry(t)
	passwd := placetest.Layer{
		{Name: "etc/passwd", Data: "root:x:0:0::/:/x\napi:x:1000:2000::/:/x\n"}, {Name: "etc/group", Data: "team:x:3000:api\n"},
	}
	private := placetest.Layer{{Name: "app/"}, {Name: "app/config/"}, {Name: "app/config/stg.yaml", Data: "a: b", Mode: 0o640, Owner: 2000}}
	team := placetest.Layer{{Name: "app/"}, {Name: "app/config/", Mode: 0o710, Owner: 3000}, {Name: "app/config/stg.yaml", Data: "a: b"}}
	tests := map[string]struct {
		user     string
		layer    placetest.Layer
		security string
		want     string
	}{
		"root reads all":                      {"", private, "", ""},
		"a number that is not the owner":      {"7", private, "", "the user 7 cannot read it (mode 0640, of 2000:2000)"},
		"the owner":                           {"2000", private, "", ""},
		"a name whose group owns it":          {"api", private, "", ""},
		"a group of the image's user":         {"7:2000", private, "", ""},
		"a name that is not there":            {"nobody", private, "", "its user nobody is not in its /etc/passwd, so it could not run"},
		"a folder that is closed":             {"7", team, "", "the user 7 cannot get through /app/config (mode 0710, of 3000:3000)"},
		"a folder of a further group":         {"api", team, "", ""},
		"the pod's user":                      {"", private, "{runAsUser: 7}", "the user 7 cannot read it (mode 0640, of 2000:2000)"},
		"the pod's user of the image":         {"", private, "{runAsUser: 1000}", ""},
		"the pod's group":                     {"7", private, "{runAsGroup: 2000}", ""},
		"the pod's group, of another":         {"api", private, "{runAsGroup: 8}", "the user api:8 cannot read it (mode 0640, of 2000:2000)"},
		"fsGroup":                             {"7", private, "{fsGroup: 2000}", ""},
		"supplementalGroups":                  {"7", private, "{supplementalGroups: [1, 2000]}", ""},
		"a user who leaves the image's group": {"1:2000", private, "{runAsUser: 7}", "the user 7 cannot read it (mode 0640, of 2000:2000)"},
		"a user who replaces the image's":     {"2000", private, "{runAsUser: 7, runAsGroup: 7}", "the user 7:7 cannot read it (mode 0640, of 2000:2000)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			image := push(t, r.Host()+"/shop/api:1", base(t, test.user, passwd, test.layer))
			assert.Equal(t, []string{test.want}, problems(t, podWith(image, stg, test.security)))
		})
	}
}
