//go:build unix

package render

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

// tryLock takes the lock on a folder, which ends with the process at the latest. It
// reports whether somebody else has it.
func tryLock(folder *os.File, shared bool) (busy bool, err error) {
	how := syscall.LOCK_EX
	if shared {
		how = syscall.LOCK_SH
	}
	err = syscall.Flock(int(folder.Fd()), how|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}

// own gives what root makes to the owner of the folder that it is in: root may well
// run this in a container, over somebody's working tree.
func (p *place) own(name string) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := p.folder.Stat()
	if err != nil {
		return
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = p.root.Lchown(name, int(stat.Uid), int(stat.Gid))
	}
}

// inGroup lets a command be asked to end together with all that it starts.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
}

// endGroup ends what did not end when it was asked to.
func endGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}
