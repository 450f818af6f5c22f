package cycle

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// ArchiveDocument puts a paper into the year's file (归档, N9.4): one of those the
// policy asks for, as many pieces as there are.
type ArchiveDocument struct {
	Document string `json:"document" form:"required,from=documents"` // id of a policy.Document
	File     string `json:"file" form:"required,file"`               // hash
	Title    string `json:"title" form:"required"`
	Subject  string `json:"subject" form:"from=subjects"` // "" for the whole year
}

func (*ArchiveDocument) Kind() string { return "archive-document" }

func (c *ArchiveDocument) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if !slices.ContainsFunc(s.Policy.Archive.Documents, func(d policy.Document) bool { return d.ID == c.Document }) {
		return nil, act.NotOnFile("document", c.Document)
	}
	if err := act.Filled("file", c.File, "title", c.Title); err != nil {
		return nil, err
	}
	if c.Subject != "" {
		if _, err := s.subject(c.Subject); err != nil {
			return nil, err
		}
	}
	if slices.ContainsFunc(s.Documents, func(d Document) bool { return d.Document == c.Document && d.File == c.File }) {
		return nil, act.Twice("file", c.Title)
	}
	return []decider.Event[State]{&DocumentArchived{act.By(call), Document{c.Document, c.File, c.Title, c.Subject}}}, nil
}

// Document is a paper in the file.
type Document struct {
	Document string `json:"document"` // id of a policy.Document
	File     string `json:"file"`     // hash
	Title    string `json:"title"`
	Subject  string `json:"subject,omitempty"`
}

// DocumentArchived is a paper put into the file.
type DocumentArchived struct {
	Stamp
	Document Document `json:"document"`
}

func (*DocumentArchived) Kind() string { return "document-archived" }

func (e *DocumentArchived) Apply(s *State) { s.Documents = append(s.Documents, e.Document) }

// undocumented are the papers that the policy asks for and the file lacks.
func (s *State) undocumented() (missing []policy.Document) {
	if !s.Policy.Archive.Holds() {
		return nil
	}
	for _, d := range s.Policy.Archive.Documents {
		if !slices.ContainsFunc(s.Documents, func(x Document) bool { return x.Document == d.ID }) {
			missing = append(missing, d)
		}
	}
	return missing
}
