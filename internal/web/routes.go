package web

import (
	"net/http"
	"time"
)

// access says who may see a route.
type access int

const (
	public access = iota // everybody; no session is read and no cookie is set
	open                 // everybody; knows who is signed in
	signed               // whoever is signed in
)

// route is one line of the list below.
type route struct {
	pattern string
	access  access
	page    page
	body    int64         // most bytes of a request; 0 means maxBody
	time    time.Duration // longest answer; 0 means maxTime, less than 0 no limit (server-sent events)
	quiet   bool          // a voter's: neither logged nor timed one by one, see secrecy in the package comment
}

const (
	maxBody = 1 << 20
	maxTime = 30 * time.Second
)

// routes is every address of the site.
func (s *Server) routes() []route {
	return []route{
		{pattern: "GET /{$}", access: signed, page: s.home},
		{pattern: "GET /open", access: signed, page: s.openForm},
		{pattern: "POST /open", access: signed, page: s.openYear, body: maxPaper},
		{pattern: "GET /do/{family}/{id}/{kind}", access: signed, page: s.doForm},
		{pattern: "POST /do/{family}/{id}/{kind}", access: signed, page: s.do, body: maxPaper},

		{pattern: "GET /year/{year}", access: signed, page: s.yearPage},
		{pattern: "GET /year/{year}/subjects", access: signed, page: s.subjectsPage},
		{pattern: "GET /year/{year}/subjects/{subject}", access: signed, page: s.subjectPage},
		{pattern: "GET /year/{year}/subjects/{subject}/reports/{version}", access: signed, page: s.reportPage},
		{pattern: "GET /year/{year}/subjects/{subject}/reports/{version}/parts", access: signed, page: s.partsForm},
		{pattern: "POST /year/{year}/subjects/{subject}/reports/{version}/parts", access: signed, page: s.markParts},
		{pattern: "GET /year/{year}/subjects/{subject}/reports/{version}/return", access: signed, page: s.returnForm},
		{pattern: "POST /year/{year}/subjects/{subject}/reports/{version}/return", access: signed, page: s.returnReport},
		{pattern: "GET /year/{year}/subjects/{subject}/reports/{version}/likeness", access: signed, page: s.likePage},
		{pattern: "GET /year/{year}/subjects/{subject}/reports/{version}/claims", access: signed, page: s.markClaimsForm},
		{pattern: "POST /year/{year}/subjects/{subject}/reports/{version}/claims", access: signed, page: s.markClaims},
		{pattern: "GET /year/{year}/subjects/{subject}/claims", access: signed, page: s.claimsPage},
		{pattern: "GET /year/{year}/subjects/{subject}/visit", access: signed, page: s.visitForm},
		{pattern: "POST /year/{year}/subjects/{subject}/visit", access: signed, page: s.recordVisit, body: maxPaper},
		{pattern: "GET /year/{year}/subjects/{subject}/visits/{visit}", access: signed, page: s.evidenceForm},
		{pattern: "POST /year/{year}/subjects/{subject}/visits/{visit}", access: signed, page: s.addEvidence, body: maxPaper},
		{pattern: "GET /year/{year}/subjects/{subject}/visits/{visit}/{evidence}", access: signed, page: s.evidenceFile},
		{pattern: "GET /year/{year}/reports", access: signed, page: s.reportsPage},
		{pattern: "GET /year/{year}/subjects/{subject}/write", access: signed, page: s.writeForm},
		{pattern: "POST /year/{year}/subjects/{subject}/write", access: signed, page: s.write},
		{pattern: "GET /year/{year}/meetings", access: signed, page: s.meetingsPage},
		{pattern: "GET /year/{year}/grades", access: signed, page: s.gradesForm},
		{pattern: "POST /year/{year}/grades", access: signed, page: s.decideGrades},
		{pattern: "GET /year/{year}/records", access: signed, page: s.recordsPage},
		{pattern: "GET /year/{year}/policy", access: signed, page: s.policyPage},
		{pattern: "GET /year/{year}/documents", access: signed, page: s.documentsPage},
		{pattern: "GET /year/{year}/documents.zip", access: signed, page: s.documentsZip},
		{pattern: "GET /year/{year}/documents/{key}", access: signed, page: s.documentFile},
		{pattern: "POST /year/{year}/documents/archive", access: signed, page: s.archiveDocuments},
		{pattern: "GET /notice/{year}", access: public, page: s.noticePage},
		{pattern: "GET /file/{hash}", access: signed, page: s.file},

		{pattern: "GET /notices", access: signed, page: s.noticesPage},
		{pattern: "POST /notices", access: signed, page: s.checkNotice, body: maxNotice},
		{pattern: "GET /notices/compare", access: signed, page: s.compareForm},
		{pattern: "POST /notices/compare", access: signed, page: s.compareSent, body: 2 * maxNotice},
		{pattern: "GET /notices/try", access: signed, page: s.tryForm},
		{pattern: "POST /notices/try", access: signed, page: s.tryNumbers, body: 2 * maxNotice},
		{pattern: "GET /notices/starter.yaml", access: signed, page: s.noticeStarter},
		{pattern: "GET /notices/schema.json", access: signed, page: s.noticeSchema},
		{pattern: "GET /notices/{from}/{name}", access: signed, page: s.noticeShown},
		{pattern: "GET /notices/{from}/{name}/file", access: signed, page: s.noticeText},

		{pattern: "GET /people", access: signed, page: s.peoplePage},
		{pattern: "GET /people/import", access: signed, page: s.importForm},
		{pattern: "GET /people/blank.xlsx", access: signed, page: s.blankRoster},
		{pattern: "POST /people/import", access: signed, page: s.readImport, body: maxPaper},
		{pattern: "POST /people/import/confirm", access: signed, page: s.applyImport},
		{pattern: "GET /people/person/{person}", access: signed, page: s.personPage},
		{pattern: "POST /people/person/{person}/roles", access: signed, page: s.setRoles},
		{pattern: "POST /people/person/{person}/disabled", access: signed, page: s.setDisabled},
		{pattern: "POST /people/person/{person}/link", access: signed, page: s.issueLink},
		{pattern: "GET /people/person/{person}/forget", access: signed, page: s.forgetForm},
		{pattern: "POST /people/person/{person}/forget", access: signed, page: s.forget},

		{pattern: "GET /carry", access: signed, page: s.carryPage},
		{pattern: "POST /carry", access: signed, page: s.openBox, body: maxBox, time: 2 * time.Minute},

		{pattern: "GET /openapi.json", access: public, page: s.openapi},
		{pattern: "GET /api/v1/streams/{family}/{id}", access: signed, page: s.apiShow},
		{pattern: "POST /api/v1/streams/{family}/{id}/{kind}", access: signed, page: s.apiDo, body: maxPaper},

		{pattern: "GET /signin", access: open, page: s.signinForm},
		{pattern: "POST /signin", access: open, page: s.signin, body: 4 << 10},
		{pattern: "GET /in/{token}", access: open, page: s.linkForm},
		{pattern: "POST /in/{token}", access: open, page: s.link, body: 4 << 10},
		{pattern: "POST /signout", access: open, page: s.signout, body: 4 << 10},
		{pattern: "POST /language", access: public, page: s.language, body: 4 << 10},

		{pattern: "GET /meeting/{id}", access: signed, page: s.meetingPage},
		{pattern: "GET /meeting/{id}/events", access: signed, page: s.meetingEvents, time: -1},
		{pattern: "POST /meeting/{id}/roll", access: signed, page: s.tap, body: 64 << 10},
		{pattern: "GET /meeting/{id}/ballot", access: signed, page: s.ballotForm},
		{pattern: "POST /meeting/{id}/ballot", access: signed, page: s.ballot, body: 64 << 10},
		{pattern: "GET /meeting/{id}/collect", access: signed, page: s.collectForm},
		{pattern: "POST /meeting/{id}/collect", access: signed, page: s.collect, body: 64 << 10},
		{pattern: "GET /meeting/{id}/count", access: signed, page: s.countForm},
		{pattern: "POST /meeting/{id}/count", access: signed, page: s.countPaper},
		{pattern: "GET /meeting/{id}/questions", access: signed, page: s.queuePage},
		{pattern: "POST /meeting/{id}/questions", access: signed, page: s.queue, body: 64 << 10},
		{pattern: "GET /meeting/{id}/questions/events", access: signed, page: s.queueEvents, time: -1},
		{pattern: "GET /meeting/{id}/door", access: signed, page: s.entryPage},
		{pattern: "POST /meeting/{id}/door", access: signed, page: s.signInByCode, body: maxPhoto},
		{pattern: "GET /meeting/{id}/cards", access: signed, page: s.cardsPage},
		{pattern: "GET /meeting/{id}/cards/{person}", access: signed, page: s.cardImage},
		{pattern: "GET /meeting/{id}/slips", access: signed, page: s.slipsForm},
		{pattern: "POST /meeting/{id}/slips", access: signed, page: s.slips, body: 64 << 10},
		{pattern: "GET /meeting/{id}/replace", access: signed, page: s.replaceForm},
		{pattern: "POST /meeting/{id}/replace", access: signed, page: s.replace, body: 64 << 10},
		{pattern: "GET /meeting/{id}/address", access: signed, page: s.addressForm},
		{pattern: "POST /meeting/{id}/address", access: signed, page: s.chooseAddress, body: 4 << 10},
		{pattern: "GET /meeting/{id}/carry", access: signed, page: s.journeyPage},
		{pattern: "POST /meeting/{id}/carry", access: signed, page: s.journey, body: 4 << 10},
		{pattern: "GET /meeting/{id}/carry/box", access: signed, page: s.journeyBox},
		{pattern: "GET /meeting/{id}/sheet/{sheet}", access: signed, page: s.sheet},
		{pattern: "GET /meeting/{id}/print", access: signed, page: s.packForm},
		{pattern: "POST /meeting/{id}/print", access: signed, page: s.printPack, body: 64 << 10},
		{pattern: "GET /meeting/{id}/notice", access: signed, page: s.notice},
		{pattern: "GET /meeting/{id}/calendar.ics", access: signed, page: s.calendarFile},
		{pattern: "GET /meeting/{id}/paper", access: signed, page: s.paperPage},
		{pattern: "POST /meeting/{id}/paper", access: signed, page: s.takeScans, body: maxScans, time: scanTime},
		{pattern: "GET /meeting/{id}/paper/events", access: signed, page: s.paperEvents, time: -1},
		{pattern: "GET /meeting/{id}/paper/ballots.pdf", access: signed, page: s.ballotsPDF},
		{pattern: "GET /meeting/{id}/paper/decide", access: signed, page: s.decideForm},
		{pattern: "POST /meeting/{id}/paper/decide", access: signed, page: s.decide, body: 4 << 10},
		{pattern: "GET /meeting/{id}/paper/check", access: signed, page: s.checkForm},
		{pattern: "POST /meeting/{id}/paper/check", access: signed, page: s.check, body: 64 << 10},
		{pattern: "GET /meeting/{id}/paper/compare/{batch}", access: signed, page: s.comparedPage},
		{pattern: "GET /meeting/{id}/paper/crop/{hash}", access: signed, page: s.cropImage},
		{pattern: "GET /meeting/{id}/paper/pile/{batch}", access: signed, page: s.pilePages},
		{pattern: "GET /meeting/{id}/paper/pile/{batch}/{page}", access: signed, page: s.paperSheet},
		{pattern: "GET /meeting/{id}/paper/pile/{batch}/{page}/image", access: signed, page: s.paperImage},
		{pattern: "GET /meeting/{id}/paper/pile/{batch}/{page}/row/{row}", access: signed, page: s.rowImage},
		{pattern: "GET /hall/{id}", access: signed, page: s.hall},
		{pattern: "GET /hall/{id}/events", access: signed, page: s.hallEvents, time: -1},

		{pattern: "GET /door/{id}/{person}/{mark}", access: open, page: s.ownCode},

		{pattern: "GET /v", access: public, page: s.voterCode, quiet: true},
		{pattern: "POST /v", access: public, page: s.vote, body: 64 << 10, quiet: true},
		{pattern: "GET /v/{code}", access: public, page: s.voterBallot, quiet: true},
		{pattern: "GET /ask/{id}/{no}/{mark}", access: public, page: s.askForm, quiet: true},
		{pattern: "POST /ask/{id}/{no}/{mark}", access: public, page: s.ask, body: 16 << 10, quiet: true},
		{pattern: "GET /reach", access: public, page: s.reached, quiet: true},

		{pattern: "GET /trust", access: public, page: s.trustPage},
		{pattern: "GET /trust/ca.crt", access: public, page: s.trustFile},
		{pattern: "GET /assets/{name}", access: public, page: s.asset},
		{pattern: "GET /healthz", access: public, page: s.healthz},
		{pattern: "GET /readyz", access: public, page: s.readyz},
		{pattern: "GET /metrics", access: public, page: s.metricsPage},
		{pattern: "/", access: open, page: s.nothingHere},
	}
}

// Handler is the whole site.
func (s *Server) Handler() http.Handler { return s.handler(s.routes()) }

func (s *Server) handler(routes []route) http.Handler {
	mux := http.NewServeMux()
	for _, rt := range routes {
		h := s.serve(rt)
		if rt.access != public {
			h = s.sessions.LoadAndSave(h)
		}
		mux.Handle(rt.pattern, s.bound(rt, h))
	}
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(s.crossOrigin))
	return s.around(guard.Handler(mux))
}
