package krm

import "bytes"

// scanDocuments splits a stream of YAML documents at their markers. A marker at
// the start of a line ends a document whatever stands before it, so the split
// needs no lexer; reading each document's identity does.
func scanDocuments(src []byte) layout {
	lay := layout{dash: -1}
	trusted := scannable(src)
	start := 0
	for p := 0; p < len(src); {
		end, next := nextLine(src, p, trusted)
		if ln := src[p:end]; isMarker(ln) {
			lay.addDocument(src, start, p, trusted)
			start = next
			// What follows "--- " on its line belongs to the next document.
			if rest := bytes.TrimSpace(ln[3:]); ln[0] == '-' && len(rest) > 0 && rest[0] != '#' {
				start = p
			}
		}
		p = next
	}
	lay.addDocument(src, start, len(src), trusted)
	return lay
}

// nextLine is where the line at p ends, and where the next one begins.
func nextLine(src []byte, p int, trusted bool) (end, next int) {
	if !trusted {
		return lineBreak(src, p)
	}
	if i := bytes.IndexByte(src[p:], '\n'); i >= 0 {
		return p + i, p + i + 1
	}
	return len(src), len(src)
}

// addDocument adds the document in src[start:end], unless it is empty. It leaves
// the comments around a document out of it where it can.
func (lay *layout) addDocument(src []byte, start, end int, trusted bool) {
	if !trusted {
		if start < end {
			lay.items = append(lay.items, span{start: start, end: end, odd: true})
		}
		return
	}
	l := newLexer(src[start:end])
	head := header{base: -1, dash: -1}
	doc := span{start: -1}
	for {
		ln, more := l.next()
		if !more {
			break
		}
		if doc.start < 0 {
			doc.start = start + ln.start
		}
		doc.end = min(start+ln.end+1, end)
		if ln.marker {
			doc.odd = true
			continue
		}
		head.line(ln)
	}
	if doc.start < 0 {
		return
	}
	doc.end = start + behindSpaces(src[start:end], doc.end-start)
	if doc.odd = doc.odd || head.unsure(); doc.odd {
		doc.end = end
	}
	doc.id = head.identity
	lay.items = append(lay.items, doc)
}
