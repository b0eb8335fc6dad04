package strict

import (
	"math"
	"reflect"
	"slices"

	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// scalar sets a string, boolean or number.
func (d *decoder) scalar(n *yaml.Node, v reflect.Value, at *place) {
	switch {
	case v.Kind() == reflect.String:
		d.str(n, v, at)
	case v.Kind() == reflect.Bool:
		if !hasTag(n, yaml.NodeTagBool) {
			d.mismatch(n, "true or false", at)
		} else if b, ok := d.resolve(n, at).(bool); ok {
			v.SetBool(b)
		}
	case v.CanInt() || v.CanUint():
		d.integer(n, v, at)
	case v.CanFloat():
		if !hasTag(n, yaml.NodeTagInt, yaml.NodeTagFloat) {
			d.mismatch(n, "a number", at)
		} else if f, ok := toFloat(d.resolve(n, at)); ok {
			v.SetFloat(f)
		}
	default:
		panic(unsupported(v, at))
	}
}

// hasTag says whether a node is a scalar of one of these types.
func hasTag(n *yaml.Node, tags ...string) bool {
	return n.Kind == yaml.ScalarNode && slices.Contains(tags, n.ShortTag())
}

func (d *decoder) str(n *yaml.Node, v reflect.Value, at *place) {
	switch {
	case !hasTag(n, yaml.NodeTagString, tagTimestamp, yaml.MergeTag):
		d.mismatch(n, "a string", at)
	case at.enum != nil && !slices.Contains(at.enum, n.Value):
		d.notInEnum(n, at)
	default:
		v.SetString(n.Value)
	}
}

// integer takes whole floats too, for templates print large numbers as 1e+06.
func (d *decoder) integer(n *yaml.Node, v reflect.Value, at *place) {
	if !hasTag(n, yaml.NodeTagInt, yaml.NodeTagFloat) {
		d.mismatch(n, "a whole number", at)
		return
	}
	value := d.resolve(n, at)
	if value == nil {
		return
	}
	if f, ok := value.(float64); ok && f != math.Trunc(f) {
		d.mismatch(n, "a whole number", at)
	} else if !setInteger(v, value) {
		d.report(at, n, "is %s, which is out of range", d.shown(n, at))
	}
}

func setInteger(v reflect.Value, value any) bool {
	source := reflect.ValueOf(value)
	if f, ok := value.(float64); ok {
		const exact = 1 << 53 // beyond it a float's neighbours are further than 1 apart
		if math.Abs(f) > exact {
			return false
		}
		source = reflect.ValueOf(int64(f))
	}
	switch {
	case v.CanInt() && source.CanInt() && !v.OverflowInt(source.Int()):
		v.SetInt(source.Int())
	case v.CanUint() && source.CanInt() && source.Int() >= 0 && !v.OverflowUint(uint64(source.Int())):
		v.SetUint(uint64(source.Int()))
	case v.CanUint() && source.CanUint() && !v.OverflowUint(source.Uint()):
		v.SetUint(source.Uint())
	default:
		return false
	}
	return true
}

func toFloat(value any) (f float64, ok bool) {
	switch v := reflect.ValueOf(value); {
	case !v.IsValid():
		return 0, false
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	default:
		return v.Float(), true
	}
}
