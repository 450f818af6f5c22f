package web

import (
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/policies"
)

// Where a notice comes from: the first half of its key, as in example/floor-15.
const (
	noticeProgram = "program" // comes with the program
	noticeExample = "example" // shows other practice
	noticeYear    = "year"    // is, or was, the notice of a year on record
)

// maxNotice is the longest request with one notice: the file twice, as it was sent and
// as it was looked at before, and what stands around it.
const maxNotice = 2*policy.MaxBytes + 64<<10

// notice is a policy that can be explained, compared and tried: one that is known by
// its key, or an own one (key "") that somebody sent and that is kept nowhere.
type notice struct {
	Key    string
	Name   string // of the file or the year
	Text   string // the YAML, "" for that of a year
	Source string // address of the YAML, "" where there is none
	Policy *policy.Policy
	Faults policy.Faults // then Policy is nil
}

// title is how the notice is called in lists.
func (n *notice) title() string {
	if n.Policy == nil {
		return n.Name
	}
	return n.Policy.Title
}

func (n *notice) path() string { return "/notices/" + n.Key }

// readNotice reads a policy; its faults become the notice's own.
func readNotice(key, name, text string) notice {
	n := notice{Key: key, Name: name, Text: text}
	p, err := policy.Parse(name, []byte(text))
	if !errors.As(err, &n.Faults) {
		n.Policy = p
	}
	return n
}

// notices are all that the viewer may read, those of the program first.
func (s *Server) notices(v *visit) ([]notice, error) {
	var all []notice
	for _, from := range []struct {
		key, folder string
		files       fs.FS
	}{{noticeProgram, ".", s.Office.Notices}, {noticeExample, "examples", policies.Examples}} {
		names, err := fs.Glob(from.files, path.Join(from.folder, "*.yaml"))
		if err != nil {
			return nil, err
		}
		for _, file := range names {
			text, err := fs.ReadFile(from.files, file)
			if err != nil {
				return nil, err
			}
			name := strings.TrimSuffix(path.Base(file), ".yaml")
			n := readNotice(from.key+"/"+name, name, string(text))
			n.Source = n.path() + "/file"
			all = append(all, n)
		}
	}
	years, err := s.yearNotices(v)
	return append(all, years...), err
}

// yearNotices are those of the years that the viewer takes part in, the newest first;
// one that was changed during the year is there in each of its versions.
func (s *Server) yearNotices(v *visit) ([]notice, error) {
	ids, err := s.Office.Cycles.IDs(v.Context())
	if err != nil {
		return nil, err
	}
	var all []notice
	for _, id := range slices.Backward(ids) {
		err := s.viewYear(v, id, func(state *cycle.State, _ journal.Head) {
			now := state.Policy
			all = append(all, notice{Key: noticeYear + "/" + id, Name: v.W.Say("notices.of-year", "year", id), Policy: &now, Source: "/file/" + state.PolicyHash})
			for i, f := range slices.Backward(state.Former) {
				all = append(all, notice{Key: noticeYear + "/" + id + "@" + strconv.Itoa(i+1), Policy: &f.Policy,
					Name: v.W.Say("notices.former", "year", id, "date", v.W.Date(f.Until.At))})
			}
		})
		if err != nil && !errors.Is(err, errForbidden) && !errors.Is(err, errNotFound) {
			return nil, err
		}
	}
	return all, nil
}

// noticeOf finds a notice by its key, errNotFound if the viewer knows none.
func (s *Server) noticeOf(v *visit, key string) (*notice, error) {
	all, err := s.notices(v)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if all[i].Key == key {
			return &all[i], nil
		}
	}
	return nil, errNotFound
}

// noticesView is the list.
type noticesView struct {
	Groups []noticeGroup
	NoFile bool   // a check was asked for without a file
	Text   string // that was sent
}

type noticeGroup struct {
	Title, Note string
	Notices     []notice
}

func (s *Server) noticesPage(w http.ResponseWriter, v *visit) error {
	return s.showNotices(w, v, http.StatusOK, noticesView{})
}

func (s *Server) showNotices(w http.ResponseWriter, v *visit, status int, view noticesView) error {
	all, err := s.notices(v)
	if err != nil {
		return err
	}
	for _, from := range []noticeGroup{
		{Title: v.W.Say("notices.from.year"), Note: noticeYear},
		{Title: v.W.Say("notices.from.program"), Note: noticeProgram},
		{Title: v.W.Say("notices.from.example"), Note: noticeExample},
	} {
		for _, n := range all {
			if strings.HasPrefix(n.Key, from.Note+"/") {
				from.Notices = append(from.Notices, n)
			}
		}
		if len(from.Notices) > 0 {
			view.Groups = append(view.Groups, from)
		}
	}
	return s.show(w, v, status, s.noticesShell(v, v.W.Say("notices.title")), NoticesPage(v.W, view))
}

func (s *Server) noticesShell(v *visit, title string) Shell {
	sh := s.shell(v, title)
	sh.Sheets = []string{"notices.css"}
	return sh
}

// noticeText sends the YAML of a notice that comes with the program.
func (s *Server) noticeText(w http.ResponseWriter, v *visit) error {
	n, err := s.noticeOf(v, v.PathValue("from")+"/"+v.PathValue("name"))
	if err != nil {
		return err
	}
	if n.Text == "" {
		return errNotFound // that of a year is sent by /file
	}
	return sendText(w, n.Name+".yaml", "application/yaml; charset=utf-8", n.Text)
}

// noticeStarter and noticeSchema are what an office needs to write its own.
func (s *Server) noticeStarter(w http.ResponseWriter, _ *visit) error {
	return sendText(w, "notice.yaml", "application/yaml; charset=utf-8", string(policies.Starter()))
}

func (s *Server) noticeSchema(w http.ResponseWriter, _ *visit) error {
	return sendText(w, "shuping-policy.schema.json", "application/schema+json", string(policy.SchemaJSON))
}

func sendText(w http.ResponseWriter, name, kind, text string) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err := w.Write([]byte(text))
	return err
}

// sentNotice is an own notice of a form: a file, or the text of an earlier look at it,
// nil for none. Browsers send the lines of a text with CR LF.
func sentNotice(v *visit, files map[string]office.File, field string) *notice {
	name, text := v.W.Say("notices.own"), strings.ReplaceAll(v.Request.PostForm.Get(field+"_text"), "\r\n", "\n")
	if f, ok := files[field+"_file"]; ok {
		name, text = f.Name, string(f.Data)
	} else if given := v.Request.PostForm.Get(field + "_name"); given != "" {
		name = shortName(given)
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	n := readNotice("", shortName(name), text)
	return &n
}

// shortName cuts a file's name to what a page can show.
func shortName(name string) string {
	if r := []rune(path.Base(name)); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return path.Base(name)
}
