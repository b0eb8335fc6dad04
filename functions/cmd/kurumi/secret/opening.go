package secret

import (
	"crypto/rsa"

	"github.com/kurumi-krm/kurumi/pkg/sealed"
	"github.com/kurumi-krm/kurumi/pkg/sealedsecret"
)

// An opening is the attempt to open one value.
type opening struct {
	sealedsecret.Value
	object  *object
	session sealed.SessionKey
	key     *rsa.PublicKey // that opened it
	err     error
}

// openings is every value of some objects that is worth a try.
func openings(objects []*object) []*opening {
	var all []*opening
	for _, o := range objects {
		for _, v := range o.Values {
			all = append(all, &opening{Value: v, object: o})
		}
	}
	return all
}

// open tries to open a value.
func (k *ring) open(o *opening) {
	o.session, o.key, o.err = k.Unwrap(o.Sealed, o.object.Label())
}
