package image

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// An imageConfig is an image's config, of which unknown fields are kept.
type imageConfig struct {
	fields, config map[string]json.RawMessage
}

func parseConfig(raw []byte) (*imageConfig, error) {
	c := &imageConfig{}
	if err := json.Unmarshal(raw, &c.fields); err != nil {
		return nil, fmt.Errorf("its config is not readable: %w", err)
	}
	if err := get(c.fields, "config", &c.config); err != nil {
		return nil, err
	}
	if c.config == nil { // is missing, or null
		c.config = map[string]json.RawMessage{}
	}
	return c, nil
}

// setEnv sets a variable, in its place if it is there, and says whether it had
// another value.
func (c *imageConfig) setEnv(name, value string) (replaced bool, err error) {
	var env []string
	if err := get(c.config, "Env", &env); err != nil {
		return false, err
	}
	is := name + "=" + value
	at := slices.IndexFunc(env, func(e string) bool { return strings.HasPrefix(e, name+"=") })
	if at < 0 {
		return false, put(c.config, "Env", append(env, is))
	}
	replaced = env[at] != is
	env[at] = is
	return replaced, put(c.config, "Env", env)
}

func (c *imageConfig) setLabels(labels map[string]string) error {
	all := map[string]string{}
	if err := get(c.config, "Labels", &all); err != nil {
		return err
	}
	if all == nil { // "Labels": null
		all = map[string]string{}
	}
	maps.Copy(all, labels)
	return put(c.config, "Labels", all)
}

// append adds the layer, and a history without a time. An image that has layers and
// no history gets none: it would tell of the wrong layer.
func (c *imageConfig) append(layer v1.Layer) error {
	var rootfs v1.RootFS
	var history []json.RawMessage
	if err := errors.Join(get(c.fields, "rootfs", &rootfs), get(c.fields, "history", &history)); err != nil {
		return err
	}
	entry := `{"created_by":"kurumi image bake"}`
	if layer == nil {
		entry = `{"created_by":"kurumi image bake","empty_layer":true}`
	}
	if len(history) > 0 || len(rootfs.DiffIDs) == 0 {
		if err := put(c.fields, "history", append(history, json.RawMessage(entry))); err != nil {
			return err
		}
	}
	if layer == nil {
		return nil
	}
	id, err := layer.DiffID()
	if err != nil {
		return err
	}
	rootfs.DiffIDs = append(rootfs.DiffIDs, id)
	return put(c.fields, "rootfs", rootfs)
}

func (c *imageConfig) bytes() ([]byte, error) {
	if err := put(c.fields, "config", c.config); err != nil {
		return nil, err
	}
	return json.Marshal(c.fields)
}

func get(fields map[string]json.RawMessage, name string, into any) error {
	raw, ok := fields[name]
	if !ok {
		return nil
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("its config is not readable: %s: %w", name, err)
	}
	return nil
}

func put(fields map[string]json.RawMessage, name string, value any) (err error) {
	fields[name], err = json.Marshal(value)
	return err
}
