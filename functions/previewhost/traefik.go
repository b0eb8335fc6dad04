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
	tokens, err := matchTokens(expr)
	if err != nil {
		return expr, found, err
	}
	p := matchParser{expr: expr, tokens: tokens, image: image}
	b, err := p.or(0)
	if err == nil && p.tokens[0].kind != matchEnd {
		err = matchError(expr, p.tokens[0].start, ") is never opened")
	}
	if err != nil {
		return expr, found, err
	}
	p.found.everyHost = !b.plain
	if p.copied == 0 {
		return expr, p.found, nil
	}
	return p.out.String() + expr[p.copied:], p.found, nil
}

type matchParser struct {
	expr   string
	tokens []matchToken // those still to be read
	image  func(host string) (string, error)
	found  matchHosts
	out    strings.Builder // expr with its hosts replaced, up to copied
	copied int
}

// maxMatchDepth is deeper than anybody nests, and no danger to the stack.
const maxMatchDepth = 100

// binding tells whether a part of the expression holds for certain hosts only: as it stands, and when it is negated.
type binding struct{ plain, negated bool }

func (p *matchParser) or(depth int) (binding, error) {
	b, err := p.and(depth)
	for err == nil && p.skip(matchOr) {
		var right binding
		right, err = p.and(depth)
		b = binding{b.plain && right.plain, b.negated || right.negated}
	}
	return b, err
}

// and takes operands with no operator between them for one with &&: Traefik refuses that, but hosts are hosts.
func (p *matchParser) and(depth int) (binding, error) {
	b, err := p.operand(depth)
	for err == nil && (p.skip(matchAnd) || !p.at(matchOr, ')', matchEnd)) {
		var right binding
		right, err = p.operand(depth)
		b = binding{b.plain || right.plain, b.negated && right.negated}
	}
	return b, err
}

func (p *matchParser) operand(depth int) (binding, error) {
	t := p.tokens[0]
	if depth > maxMatchDepth {
		return binding{}, matchError(p.expr, t.start, fmt.Sprintf("more than %d levels of nesting", maxMatchDepth))
	}
	switch {
	case p.skip('!'):
		b, err := p.operand(depth + 1)
		return binding{b.negated, b.plain}, err
	case p.skip('('):
		b, err := p.or(depth + 1)
		if err == nil && !p.skip(')') {
			err = matchError(p.expr, t.start, "( is never closed")
		}
		return b, err
	case p.skip(matchName):
		if p.at('(') {
			return p.call(lower(p.expr[t.start:t.end]))
		}
	case p.skip(matchTemplate):
		p.found.patterns = append(p.found.patterns, p.expr[t.start:t.end])
		return binding{true, true}, nil // nobody knows
	case !p.at(matchEnd, matchAnd, matchOr, ')'):
		p.tokens = p.tokens[1:]
	}
	return binding{}, nil
}

// call reads a matcher's arguments, from one parenthesis to the other.
func (p *matchParser) call(matcher string) (binding, error) {
	isHost := matcher == "host" || matcher == "hostsni" || matcher == "hostheader"
	isPattern := matcher == "hostregexp" || matcher == "hostsniregexp"
	open, depth := p.tokens[0], 0
	for ; !p.at(matchEnd); p.tokens = p.tokens[1:] {
		switch t := p.tokens[0]; {
		case t.kind == '(':
			depth++
		case t.kind == ')':
			if depth--; depth == 0 {
				p.skip(')')
				return binding{plain: isHost || isPattern}, nil
			}
		case isPattern && t.kind == matchString:
			p.found.patterns = append(p.found.patterns, p.expr[t.start+1:t.end-1])
		case isHost && t.kind != ',':
			if err := p.host(t); err != nil {
				return binding{}, err
			}
		}
	}
	return binding{}, matchError(p.expr, open.start, "( is never closed")
}

// host handles one argument of a matcher for hosts.
func (p *matchParser) host(t matchToken) error {
	raw := p.expr[t.start:t.end]
	if t.kind == matchTemplate {
		p.found.patterns = append(p.found.patterns, raw)
		return nil
	}
	if t.kind != matchString {
		return matchError(p.expr, t.start, "a host needs backquotes or double quotes")
	}
	host, err := strconv.Unquote(raw)
	if err != nil {
		host = raw[1 : len(raw)-1] // an escape that Go doesn't know: leave it to Traefik
	}
	if strings.Contains(host, "{") && !isTemplated(host) { // {sub:[a-z]+}.example.com, a pattern in Traefik 2
		p.found.patterns = append(p.found.patterns, host)
		return nil
	}
	p.found.hosts = append(p.found.hosts, host)
	image, err := p.image(host)
	if err != nil {
		return err
	}
	if image != host {
		p.out.WriteString(p.expr[p.copied : t.start+1])
		p.out.WriteString(image)
		p.copied = t.end - 1
	}
	return nil
}

func (p *matchParser) at(kinds ...matchKind) bool {
	for _, k := range kinds {
		if p.tokens[0].kind == k {
			return true
		}
	}
	return false
}

func (p *matchParser) skip(k matchKind) bool {
	if !p.at(k) || k == matchEnd {
		return false
	}
	p.tokens = p.tokens[1:]
	return true
}
