package kevcheck

import (
	"errors"
	"fmt"
	"io"
	"time"
)

// An exploited is an entry of the catalogue.
type exploited struct {
	cve        string
	name       string // as in Apache Log4j2 Remote Code Execution Vulnerability
	due        string // the day until which CISA wants it fixed
	ransomware bool   // it is known to be used in ransomware campaigns
}

// A catalog is CISA's catalogue.
type catalog struct {
	entries  map[string]exploited // by their CVEs
	released time.Time
}

var (
	errNoCatalog      = errors.New("is no catalogue as CISA publishes it: that has catalogVersion, dateReleased, count and vulnerabilities")
	errEmptyCatalog   = errors.New("has no vulnerabilities in it; fetch it anew")
	errCatalogEntries = errors.New("has entries that name no CVE")
)

// readCatalog reads the file known_exploited_vulnerabilities.json.
func readCatalog(file io.Reader) (*catalog, error) {
	c := &catalog{entries: map[string]exploited{}}
	var head struct {
		version, released string
		count, has, bad   int
	}
	head.count = -1
	err := read(file, func(s stream) error {
		return s.object(fields{
			"catalogVersion": s.value(&head.version),
			"dateReleased":   s.value(&head.released),
			"count":          s.value(&head.count),
			"vulnerabilities": func() error {
				return s.list(func() error {
					head.has++
					ok, err := c.entry(s)
					if !ok {
						head.bad++
					}
					return err
				})
			},
		})
	})
	if err != nil {
		return nil, err
	}
	var timeErr error
	c.released, timeErr = time.Parse(time.RFC3339, head.released)
	switch {
	case head.version == "" || timeErr != nil || head.count < 0:
		return nil, errNoCatalog
	case head.has == 0:
		return nil, errEmptyCatalog
	case head.bad > 0:
		return nil, errCatalogEntries
	case head.has != head.count:
		return nil, fmt.Errorf("says that it has %d vulnerabilities, and has %d; fetch it anew", head.count, head.has)
	}
	return c, nil
}

func (c *catalog) entry(s stream) (ok bool, err error) {
	var e struct {
		ID         string `json:"cveID"`
		Name       string `json:"vulnerabilityName"`
		Due        string `json:"dueDate"`
		Ransomware string `json:"knownRansomwareCampaignUse"`
	}
	if err := s.value(&e)(); err != nil {
		return false, err
	}
	if !isCVE(e.ID) {
		return false, nil
	}
	c.entries[e.ID] = exploited{e.ID, harmless(e.Name), harmless(e.Due), e.Ransomware == "Known"}
	return true, nil
}
