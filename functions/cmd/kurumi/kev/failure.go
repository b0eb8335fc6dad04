package kev

// A Failure is the error of the command, with an exit code that tells what was found
// from what could not be checked.
type Failure struct {
	error
	code int
}

// ExitCode is 1 if what was found fails the build, and 2 if anything else is wrong.
func (f *Failure) ExitCode() int { return f.code }

func (f *Failure) Unwrap() error { return f.error }

// failure is everything that went wrong. Not all was checked if there is more of it
// than what was found.
func (r *run) failure() error {
	err := r.Err("kurumi kev", r.outcome)
	switch {
	case err == nil:
		return nil
	case len(r.Errors()) > r.found:
		return &Failure{err, 2}
	}
	return &Failure{err, 1}
}
