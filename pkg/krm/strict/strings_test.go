package strict_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/kurumi-krm/kurumi/pkg/krm/strict"
)

// settings is what a ConfigMap can and cannot fill.
type settings struct {
	Host     string   `json:"host" required:"true"`
	Missing  *string  `json:"whenMissing" enum:"error,leave"`
	Replicas *int     `json:"replicas"`
	Weight   float64  `json:"weight"`
	Debug    bool     `json:"debug"`
	MaxAge   days     `json:"maxAge"`
	Token    string   `json:"token" secret:"true" enum:"a,b"`
	Rules    []rule   `json:"rules"`
	Selector selector `json:"selector"`
	Extra    any      `json:"extra"`
}

func TestDecodeStringsReadsByTheTargetsType(t *testing.T) {
	var got settings
	problems := strict.DecodeStrings(map[string]string{
		"host": "8080", "whenMissing": "leave", "replicas": "3", "weight": "0.5", "debug": "true", "maxAge": "14d",
	}, "data", "PreviewHost", &got)
	leave, three := "leave", 3
	assert.Empty(t, problems)
	assert.Equal(t, settings{Host: "8080", Missing: &leave, Replicas: &three, Weight: 0.5, Debug: true, MaxAge: 14}, got)
}

func TestDecodeStringsProblems(t *testing.T) {
	for _, tc := range []struct {
		name string
		data map[string]string
		want string
	}{{
		"every value that cannot be read is told, in the order of the keys",
		map[string]string{
			"host": "a", "hots": "b", "whenMissing": "eror", "replicas": "three", "weight": "", "debug": "yes", "maxAge": "2 weeks",
		},
		`0 data.debug: is "yes", but must be true or false
0 data.hots: unknown field "hots", did you mean "host"?
0 data.maxAge: is "2 weeks", but must be a number of days such as 14d
0 data.replicas: is "three", but must be a whole number
0 data.whenMissing: is "eror", but must be one of error, leave; did you mean "error"?
`,
	}, {
		"what is no scalar needs a config of its own",
		map[string]string{"host": "a", "rules": "[]", "selector": "api", "extra": "1"},
		`0 data.extra: cannot be set from a ConfigMap; write a PreviewHost with spec.extra
0 data.rules: cannot be set from a ConfigMap; write a PreviewHost with spec.rules
0 data.selector: cannot be set from a ConfigMap; write a PreviewHost with spec.selector
`,
	}, {
		"an empty value for a required field is a missing one, and told once",
		map[string]string{"host": ""},
		"0 data.host: is required\n",
	}, {
		"a secret stays one",
		map[string]string{"host": "a", "token": "hunter2"},
		"0 data.token: is a string, but must be one of a, b\n",
	}, {
		"no data at all",
		nil,
		"0 data.host: is required\n",
	}} {
		t.Run(tc.name, func(t *testing.T) {
			assert.Equal(t, tc.want, lines(strict.DecodeStrings(tc.data, "data", "PreviewHost", &settings{})))
		})
	}
}
