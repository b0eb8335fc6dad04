package previewhost

import (
	"fmt"
	"strconv"
	"strings"
)

// matchHosts is what a Traefik rule expression says about hosts.
type matchHosts struct {
	hosts    []string // what Host, HostSNI and HostHeader name
	patterns []string // what is left as it is: regular expressions, and templates that stand outside of quotes
	// everyHost is set if the expression can hold whatever the host is: PathPrefix(`/`), or
	// Host(`a.example.com`) || PathPrefix(`/metrics`). A negated !Host(…) binds a route to no host.
	everyHost bool
}

// rewriteMatch replaces the hosts in a rule expression of Traefik's, version 2 or 3, by what image says, and keeps every
// other byte.
//
// It reads no more than hosts need: matchers' names in any case, quoted arguments, parentheses, !, && and ||. What else
// stands there is kept, for judging it is Traefik's business. But what isn't balanced is an error, and so is a host without
// quotes: nobody could tell then what was left out. On an error, which may be image's, expr comes back unchanged.
func rewriteMatch(expr string, image func(host string) (string, error)) (out string, found matchHosts, err error) {
	p := matchParser{expr: expr, image: image}
	p.next()
	b := p.or(0)
	if p.at(')') {
		p.fail(") is never opened", p.token.start)
	}
	if p.err != nil {
		return expr, p.found, p.err
	}
	p.found.everyHost = !b.plain
	if p.copied == 0 {
		return expr, p.found, nil
	}
	return p.out.String() + expr[p.copied:], p.found, nil
}

type matchParser struct {
	expr   string
	token  matchToken // the next to be read
	image  func(host string) (string, error)
	found  matchHosts
	out    strings.Builder // expr with its hosts replaced, up to copied
	copied int
	err    error // the first; after it there is nothing but a matchEnd to read
}

// maxMatchDepth is deeper than anybody nests, and no danger to the stack.
const maxMatchDepth = 100

// binding tells whether a part of the expression holds for certain hosts only: as it stands, and when it is negated.
type binding struct{ plain, negated bool }

func (p *matchParser) or(depth int) binding {
	b := p.and(depth)
	for p.skip(matchOr) {
		right := p.and(depth)
		b = binding{b.plain && right.plain, b.negated || right.negated}
	}
	return b
}

// and takes operands with no operator between them for operands of &&: Traefik refuses them, but their hosts are hosts.
func (p *matchParser) and(depth int) binding {
	b := p.operand(depth)
	for p.skip(matchAnd) || !p.at(matchOr) && !p.at(')') && !p.at(matchEnd) {
		right := p.operand(depth)
		b = binding{b.plain || right.plain, b.negated && right.negated}
	}
	return b
}

func (p *matchParser) operand(depth int) binding {
	t := p.token
	if depth > maxMatchDepth {
		p.fail(fmt.Sprintf("more than %d levels of nesting", maxMatchDepth), t.start)
	}
	switch {
	case p.skip('!'):
		b := p.operand(depth + 1)
		return binding{b.negated, b.plain}
	case p.skip('('):
		b := p.or(depth + 1)
		if !p.skip(')') {
			p.fail("( is never closed", t.start)
		}
		return b
	case p.skip(matchName):
		if p.at('(') {
			return p.call(lower(p.expr[t.start:t.end]))
		}
	case p.skip(matchTemplate):
		p.found.patterns = append(p.found.patterns, p.expr[t.start:t.end])
		return binding{true, true} // nobody knows
	case !p.at(matchAnd) && !p.at(matchOr) && !p.at(')'):
		p.next()
	}
	return binding{}
}

// call reads a matcher's arguments, from one parenthesis to the other.
func (p *matchParser) call(matcher string) binding {
	isHost := matcher == "host" || matcher == "hostsni" || matcher == "hostheader"
	isPattern := matcher == "hostregexp" || matcher == "hostsniregexp"
	open, depth := p.token, 0
	for ; !p.at(matchEnd); p.next() {
		switch t := p.token; {
		case t.kind == '(':
			depth++
		case t.kind == ')':
			depth--
		case isPattern && t.kind == matchString:
			p.found.patterns = append(p.found.patterns, p.expr[t.start+1:t.end-1])
		case isHost && t.kind != ',':
			p.host(t)
		}
		if depth == 0 && p.skip(')') {
			return binding{plain: isHost || isPattern}
		}
	}
	p.fail("( is never closed", open.start)
	return binding{}
}

// host handles one argument of a matcher for hosts.
func (p *matchParser) host(t matchToken) {
	raw := p.expr[t.start:t.end]
	if t.kind == matchTemplate {
		p.found.patterns = append(p.found.patterns, raw)
		return
	}
	if t.kind != matchString {
		p.fail("a host needs backquotes or double quotes", t.start)
		return
	}
	host, err := strconv.Unquote(raw)
	if err != nil {
		host = raw[1 : len(raw)-1] // an escape that Go doesn't know: leave it to Traefik
	}
	if strings.Contains(host, "{") && !isTemplated(host) { // {sub:[a-z]+}.example.com, a pattern in Traefik 2
		p.found.patterns = append(p.found.patterns, host)
		return
	}
	p.found.hosts = append(p.found.hosts, host)
	image, err := p.image(host)
	if err != nil {
		p.stop(err)
		return
	}
	if image != host {
		p.out.WriteString(p.expr[p.copied : t.start+1])
		p.out.WriteString(image)
		p.copied = t.end - 1
	}
}

func (p *matchParser) at(k matchKind) bool { return p.token.kind == k }

func (p *matchParser) skip(k matchKind) bool {
	if !p.at(k) {
		return false
	}
	p.next()
	return true
}

func (p *matchParser) next() {
	t, err := matchTokenAt(p.expr, p.token.end)
	if err != nil {
		p.stop(err)
		return
	}
	p.token = t
}

func (p *matchParser) fail(what string, at int) { p.stop(matchError(p.expr, at, what)) }

func (p *matchParser) stop(err error) {
	if p.err == nil {
		p.err = err
	}
	p.token = matchToken{matchEnd, len(p.expr), len(p.expr)}
}
