package build

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"
	kustomize "sigs.k8s.io/kustomize/kustomize/v5/commands/build"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/kustomize/kyaml/fn/runtime/runtimeutil"

	"github.com/kurumi-krm/kurumi/functions/cmd/kurumi/tell" // tell is a function here
)

// A command is kurumi build: kustomize's command, and what stands around it.
type command struct {
	*cobra.Command

	kustomize    func(cmd *cobra.Command, args []string) error
	tree         *tree
	output       bytes.Buffer // what kustomize prints
	keys         string
	functionsMap string
	inProcess    bool   // for Render and its like
	inputs       string // the function whose inputs are printed, instead of the output
	changes      Changes
}

// Command is kurumi build. One process runs it once at a time.
func Command() *cobra.Command { return newCommand().Command }

func newCommand() *command {
	c := &command{tree: newTree(filesys.MakeFsOnDisk())}
	c.Command = kustomize.NewCmdBuild(c.tree, help(), &c.output)
	kustomize.AddFunctionAlphaEnablementFlags(c.Flags())
	c.Flags().StringVar(&c.keys, "keys", "", "folder of the controller's private keys, for functions that take them (default: $KURUMI_KEYS, else /keys if it is there)")
	c.Flags().StringVar(&c.functionsMap, "functions-map", "", "file that maps further images to functions, in lines such as registry.example.com/tools/ph: preview-host")
	c.kustomize, c.RunE = c.RunE, c.run
	return c
}

func help() *kustomize.Help {
	h := kustomize.MakeHelp("kurumi", "build")
	h.Short = "kustomize build, with kurumi's functions in it"
	h.Long += `
It is kustomize build, with all its flags. A function of kurumi that a
kustomization names by its image runs in place of the container: any image whose
name ends in kurumi-krm/<function>, of any registry, tag or digest, and what
--functions-map maps. So neither Docker nor --enable-alpha-plugins is needed.

Anything else that a kustomization asks to run is an error: nothing is passed
over in silence. With --enable-alpha-plugins other images go to Docker; with
--enable-exec besides, other programs run, as they do with kustomize.
`
	return h
}

// run builds a folder. Nothing is printed or written before all is known to be
// well.
func (c *command) run(cmd *cobra.Command, args []string) (err error) {
	if err := checkFolder(args); err != nil {
		return err
	}
	s, err := c.settings()
	if err != nil {
		return err
	}
	b, err := open(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.close()) }()
	if err := c.setFlags(b); err != nil {
		return err
	}
	c.tree.here, c.tree.private, c.tree.adopt, c.tree.refuse = b.Here, b.dir, b.adopt, b.refuse
	c.tree.change(c.changes.Files)
	// It counts as part of the heap, and is never touched: a build that takes a moment
	// collects garbage three times as often without it.
	ballast := make([]byte, 16<<20)
	failed := c.kustomize(cmd, args)
	runtime.KeepAlive(ballast)
	runs, err := b.recorded()
	if err != nil {
		return err
	}
	if err := c.failure(b, runs, failed); err != nil {
		return err
	}
	if err := errors.Join(b.checkPreviewHost(runs), c.checkOutput(runs)); err != nil {
		return err
	}
	warn(cmd.ErrOrStderr(), tell.IsTerminal(cmd.ErrOrStderr()), runs)
	return c.write(cmd, runs)
}

// settings is what the flags say.
func (c *command) settings() (settings, error) {
	functions, err := readFunctionsMap(c.functionsMap)
	if err != nil {
		return settings{}, err
	}
	here, err := os.Getwd()
	if err != nil {
		return settings{}, err
	}
	s := settings{Functions: functions, Here: here, Inputs: c.inputs, PreviewHost: c.changes.PreviewHost, Keeps: os.Getenv(KeepsVariable) != ""}
	if s.Docker, err = c.Flags().GetBool("enable-alpha-plugins"); err != nil {
		return s, err
	}
	if s.Exec, err = c.Flags().GetBool("enable-exec"); err != nil {
		return s, err
	}
	s.Exec = s.Exec && s.Docker
	if s.Keys, err = c.keysFolder(); err != nil || s.Keys == "" {
		return s, err
	}
	s.Keys, err = filepath.Abs(s.Keys) // the functions run elsewhere
	return s, err
}

// keysFolder is --keys, or what is mounted for keys by the command line, as
// kustomize build needs it for containers. What a kustomization mounts is a
// stranger's.
func (c *command) keysFolder() (string, error) {
	mounts, err := c.Flags().GetStringArray("mount")
	folder := c.keys
	for _, mount := range mounts {
		if m := runtimeutil.StringToStorageMount(mount); isKeys(m) {
			folder = cmp.Or(folder, m.Src)
		}
	}
	return folder, err
}

// setFlags sets the flags by which kustomize runs functions at all. A config may
// ask for a network, which a function of ours does not use.
func (c *command) setFlags(b *session) error {
	flags := map[string]string{"enable-alpha-plugins": "true", "enable-exec": fmt.Sprint(b.Exec)}
	if !b.Docker {
		flags["network"] = "true"
	}
	// The flag for plugins brings Helm with it, which has a flag of its own.
	helm, err := c.Flags().GetBool("enable-helm")
	if err != nil {
		return err
	}
	if !helm && !b.Docker {
		flags["helm-command"] = b.noHelm()
	}
	var all []error
	for name, value := range flags {
		all = append(all, c.Flags().Set(name, value))
	}
	return errors.Join(all...)
}

// checkOutput judges what is about to be printed or written.
func (c *command) checkOutput(runs []*run) error {
	all := []error{checkSealed(runs, c.output.Bytes())}
	for _, file := range c.tree.written {
		all = append(all, checkSealed(runs, file.data))
	}
	return errors.Join(all...)
}

func (c *command) write(cmd *cobra.Command, runs []*run) error {
	if c.inProcess {
		if err := json.NewEncoder(cmd.OutOrStdout()).Encode(allWarnings(runs)); err != nil {
			return err
		}
	}
	if c.inputs != "" {
		return writeInputs(cmd.OutOrStdout(), runs)
	}
	if err := c.tree.commit(); err != nil {
		return err
	}
	_, err := cmd.OutOrStdout().Write(c.output.Bytes())
	return err
}
