package image

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/image/layers"
)

// A reader is the user as whom an image runs. Kubernetes may run it as another.
type reader struct {
	user  string     // as the image names it
	uid   int        // -1 if it is not known, and so nobody that owns anything
	gids  []int      // only where they have been asked for
	image *layers.FS // nil if nobody may look into it
}

func newReader(user string, image *layers.FS) *reader {
	name, _, _ := strings.Cut(user, ":")
	return &reader{user: user, uid: numeric(name), image: image}
}

// may says whether the reader may do something with what belongs to somebody: 4 is
// to read, 1 is to go through. Root may. The image is asked who its user is only
// where that matters, since to read a file of it takes a layer.
func (r *reader) may(ctx context.Context, mode int64, uid, gid int, what int64) (bool, error) {
	if r.uid == 0 || mode&(mode>>3)&(mode>>6)&what != 0 {
		return true, nil
	}
	if r.uid != uid {
		if err := r.ask(ctx); err != nil {
			return false, err
		}
	}
	switch {
	case r.uid == uid:
		return mode>>6&what != 0, nil
	case slices.Contains(r.gids, gid):
		return mode>>3&what != 0, nil
	}
	return mode&what != 0, nil
}

// ask finds the image's user as Docker and containerd do: names stand in
// /etc/passwd and /etc/group, and a number that is not there belongs to group 0.
func (r *reader) ask(ctx context.Context) error {
	if r.image == nil || r.gids != nil {
		return nil
	}
	passwd, err := table(ctx, r.image, "/etc/passwd", 7)
	if err != nil {
		return err
	}
	groups, err := table(ctx, r.image, "/etc/group", 4)
	if err != nil {
		return err
	}
	name, group, _ := strings.Cut(r.user, ":")
	gid := 0
	for _, line := range passwd {
		if line[0] == name || line[2] == name {
			name, r.uid, gid = line[0], numeric(line[2]), numeric(line[3])
			break
		}
	}
	if r.uid < 0 {
		return fmt.Errorf("its user %s is not in its /etc/passwd, so it could not run", r.user)
	}
	r.gids = groupsOf(groups, name, group, gid)
	return nil
}

// groupsOf are the group that was asked for, or else all that the user is in.
func groupsOf(groups [][]string, name, group string, gid int) []int {
	if n := numeric(group); group != "" && n >= 0 {
		return []int{n}
	}
	all := []int{gid}
	for _, line := range groups {
		switch {
		case group != "" && line[0] == group:
			return []int{numeric(line[2])}
		case group == "" && slices.Contains(strings.Split(line[3], ","), name):
			all = append(all, numeric(line[2]))
		}
	}
	return all
}

// accounts is as much of /etc/passwd and /etc/group as is read.
const accounts = 1 << 20

// table is a file with fields between colons.
func table(ctx context.Context, image *layers.FS, name string, fields int) ([][]string, error) {
	data, err := image.ReadFile(ctx, name, accounts)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var lines [][]string
	for line := range strings.Lines(string(data)) {
		if all := strings.Split(strings.TrimSpace(line), ":"); len(all) == fields {
			lines = append(lines, all)
		}
	}
	return lines, nil
}

// numeric is the number of a user or group, -1 for a name other than root.
func numeric(id string) int {
	switch id {
	case "", "root":
		return 0
	}
	n, err := strconv.Atoi(id)
	if err != nil || n < 0 {
		return -1
	}
	return n
}
