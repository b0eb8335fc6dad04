package krm

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// version is set by the linker in a release.
var version = "devel"

// Version is what --version says: the release, or the commit of a build.
func Version() string { return version }

// Main runs a function as a program and does not return.
//
//	preview-host                         a ResourceList from stdin to stdout, as hosts do
//	preview-host config.yaml app.yaml…   plain manifests from files
//	preview-host config.yaml -           plain manifests from stdin
//	preview-host --help | --version | --schema
func Main(f *Function) {
	// A run holds its input, what it changed and what it tells; time it has
	// enough. So garbage is collected at half, not at the whole, of what is held.
	debug.SetGCPercent(50)
	os.Exit(f.Command(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Command runs the function as Main does, with streams of the caller's, and
// returns the exit code: 0, or 1 if anything was wrong.
func (f *Function) Command(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags, err := f.parse(args)
	if err != nil {
		return f.broke(stderr, fmt.Errorf("%w; see %s --help", err, f.Name))
	}
	if flags.tell != "" {
		if _, err := io.WriteString(stdout, flags.tell); err != nil {
			return f.broke(stderr, err)
		}
		return 0
	}
	opts := Options{Files: workFolder(), Now: time.Now()}
	opts.Dir, _ = os.Getwd() // without it absolute names are refused
	if f.Keys {
		if opts.Keys, err = OperatorKeys(flags.keys); err != nil {
			return f.broke(stderr, err)
		}
	}
	if len(flags.files) == 0 {
		return f.CommandList(stdin, stdout, stderr, opts)
	}
	return f.commandFiles(flags.files, stdin, stdout, stderr, opts)
}

// flags is a command line.
type flags struct {
	tell  string   // what to print, and do nothing else
	keys  string   // folder
	files []string // the config and the manifests
}

func (f *Function) parse(args []string) (flags, error) {
	var got flags
	for len(args) > 0 {
		name, value, hasValue := strings.Cut(args[0], "=")
		switch arg := args[0]; {
		case arg == "--help", arg == "-h", arg == "-help":
			return flags{tell: f.help()}, nil
		case arg == "--version":
			return flags{tell: f.Name + " " + version + "\n"}, nil
		case arg == "--schema":
			return flags{tell: string(f.Schema)}, nil
		case f.Keys && name == "--keys":
			if !hasValue && len(args) > 1 {
				args = args[1:]
				value = args[0]
			}
			if value == "" {
				return got, errors.New("--keys takes a folder")
			}
			got.keys = value
		case strings.HasPrefix(arg, "-") && arg != "-":
			return got, fmt.Errorf("unknown flag %s", arg)
		default:
			got.files = append(got.files, arg)
		}
		args = args[1:]
	}
	return got, nil
}

// help is the function's documentation and how to call it.
func (f *Function) help() string {
	keys := ""
	if f.Keys {
		keys = "  with --keys DIR, KURUMI_KEYS or /keys: the folder of private keys\n"
	}
	return fmt.Sprintf(`%s
Usage:
  %[2]s < resourcelist.yaml                     as kustomize and kpt run it
  %[2]s config.yaml app.yaml ...                prints the manifests as they become
  helm template ... | %[2]s config.yaml -       the same, from stdin
  %[2]s --schema | --version | --help
%[3]s`, f.Doc, f.Name, keys)
}

// CommandList is Command without arguments, with options of the caller's.
func (f *Function) CommandList(stdin io.Reader, stdout, stderr io.Writer, opts Options) int {
	if file, ok := stdin.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			fmt.Fprintf(stderr, "%s: no ResourceList on stdin\n\n%s", f.Name, f.help())
			return 1
		}
	}
	in, err := readAll(stdin)
	if err != nil {
		return f.broke(stderr, fmt.Errorf("reading stdin: %w", err))
	}
	results, err := f.Process(in, stdout, opts)
	if err != nil {
		return f.broke(stderr, err)
	}
	return f.tell(stderr, results, false)
}

// readAll is io.ReadAll for megabytes: it reads in pieces and joins them, and so takes
// memory twice, where that takes it five times.
func readAll(r io.Reader) ([]byte, error) {
	var pieces [][]byte
	for {
		piece := make([]byte, 256<<10)
		n, err := io.ReadFull(r, piece)
		switch pieces = append(pieces, piece[:n]); {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return slices.Concat(pieces...), nil
		case err != nil:
			return nil, err
		}
	}
}

// commandFiles takes plain manifests, and prints nothing if anything is wrong:
// what it prints may go straight into a cluster.
func (f *Function) commandFiles(args []string, stdin io.Reader, stdout, stderr io.Writer, opts Options) int {
	if len(args) == 1 && f.Type != Generator {
		fmt.Fprintf(stderr, "%s: which manifests? Give files, or a dash for stdin: %s %s -\n", f.Name, f.Name, args[0])
		return 1
	}
	sources, err := readSources(args, stdin)
	if err != nil {
		return f.broke(stderr, err)
	}
	out, results, err := f.ProcessFiles(&sources[0], sources[1:], opts)
	if err != nil {
		return f.broke(stderr, err)
	}
	if code := f.tell(stderr, results, true); code != 0 {
		return code
	}
	if err := writeSources(stdout, out); err != nil {
		return f.broke(stderr, err)
	}
	return 0
}

// readSources reads the files named by args; a dash is stdin.
func readSources(args []string, stdin io.Reader) ([]Source, error) {
	sources := make([]Source, len(args))
	var all []error
	for i, name := range args {
		var err error
		if name == "-" {
			sources[i].Name = "stdin"
			sources[i].Data, err = io.ReadAll(stdin)
		} else {
			sources[i].Name = name
			sources[i].Data, err = os.ReadFile(name)
		}
		all = append(all, err)
	}
	return sources, errors.Join(all...)
}

// writeSources writes files as one stream of documents.
func writeSources(w io.Writer, files []Source) error {
	buf := bufio.NewWriterSize(w, 1<<16)
	for i, file := range files {
		if i > 0 {
			file.Data = bytes.TrimPrefix(file.Data, []byte("\ufeff")) // a mark has its place at the start of a stream only
		}
		if i > 0 && !bytes.HasPrefix(file.Data, []byte("---")) {
			buf.WriteString("---\n")
		}
		buf.Write(file.Data)
		if n := len(file.Data); n > 0 && file.Data[n-1] != '\n' && i < len(files)-1 {
			buf.WriteByte('\n')
		}
	}
	return buf.Flush()
}

// tell writes results for people, and returns the exit code. Hosts show little
// of stderr (kpt four lines), so that its first line sums up.
func (f *Function) tell(stderr io.Writer, results []Result, infos bool) int {
	errs, warnings := 0, 0
	for _, r := range results {
		switch r.Severity {
		case Error:
			errs++
		case Warning:
			warnings++
		}
	}
	results = slices.DeleteFunc(slices.Clone(results), func(r Result) bool { return r.Severity == Info && !infos })
	if len(results) == 0 {
		return 0
	}
	w := bufio.NewWriter(stderr)
	defer func() { _ = w.Flush() }() // there is nowhere left to say so
	if errs > 0 {
		fmt.Fprintf(w, "%s: %s; nothing was changed\n", f.Name, count(errs, "error"))
	} else if warnings > 0 {
		fmt.Fprintf(w, "%s: %s\n", f.Name, count(warnings, "warning"))
	}
	for _, r := range results {
		fmt.Fprintf(w, "%s\n", r)
	}
	return min(errs, 1)
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (f *Function) broke(stderr io.Writer, err error) int {
	fmt.Fprintf(stderr, "%s: %v\n", f.Name, err)
	return 1
}

// workFolder is the folder that the program runs in. Its links may not lead out.
func workFolder() fs.FS {
	root, err := os.OpenRoot(".")
	if err != nil {
		return nil
	}
	return root.FS()
}
