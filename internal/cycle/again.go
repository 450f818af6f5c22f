package cycle

import (
	"slices"

	"shuping/internal/decider"
)

// untold are the commands that their events do not tell whole: they bring the text of a
// report, or what was measured in one.
var untold = []string{"file-report", "file-spoken", "mark-parts", "mark-claim", "record-figures", "attach-evidence"}

// again is the command that an event came from, see decider.Decider.Again.
func again(_ *State, kind string, first decider.Event[State]) decider.Command[State] {
	if slices.Contains(untold, kind) {
		return nil
	}
	switch e := first.(type) {
	case *ScopeSet:
		c := &SetScope{Reason: e.Reason}
		for _, x := range e.Exempt {
			if x.Approver != "" { // else the notice itself leaves it out
				c.Exemptions = append(c.Exemptions, Exemption{Org: x.Org, Reason: x.Reason, Approver: x.Approver})
			}
		}
		return c
	case *SubjectExempted:
		return &ExemptSubject{Subject: e.Exempt.Org, Reason: e.Exempt.Reason, Approver: e.Exempt.Approver}
	case *OpinionRecorded:
		return &RecordOpinion{Subject: e.Subject, Version: e.Version, From: e.Opinion.From, Text: e.Opinion.Text}
	case *ReportReviewed:
		r := e.Review
		if len(r.Marks) > 0 {
			return nil // their passages are looked for in the text
		}
		return &ReviewReport{Subject: e.Subject, Version: e.Version, Decision: r.Decision, Reasons: r.Reasons, Accept: r.Accepted}
	case *VisitRecorded:
		v := e.Visit
		return &RecordVisit{Subject: e.Subject, Date: v.Date, Method: v.Method, Visitors: v.Visitors, Of: v.Of, Claim: v.Claim, Finding: v.Finding, Verdict: v.Verdict,
			Reason: reasonOf(e.Departures)}
	case *VisitCorrected:
		v := e.Visit
		return &CorrectVisit{Subject: e.Subject, Visit: v.No, Date: v.Date, Method: v.Method, Visitors: v.Visitors, Of: v.Of, Claim: v.Claim, Finding: v.Finding,
			Verdict: v.Verdict, Reason: e.Reason}
	case *AssessmentRecorded:
		return &RecordAssessment{Subject: e.Subject, Date: e.Assessment.Date, Text: e.Assessment.Text}
	case *ScoreRecorded:
		x := e.Score
		return &RecordScore{Subject: e.Subject, Source: x.Source, Score: x.Score.String(), Date: x.Date, Basis: x.Basis, Document: x.Document}
	case *FactRecorded:
		x := e.Fact
		return &RecordFact{Fact: x.Fact, Subject: e.Subject, Value: x.Value, Date: x.Date, Source: x.Source, Document: x.Document}
	case *ConsequenceCarriedOut:
		x := e.Done
		return &CarryOutConsequence{Subject: e.Subject, Consequence: e.Consequence, Date: x.Date, How: x.How, DoneBy: x.DoneBy, Document: x.Document, Reason: reasonOf(e.Departures)}
	case *AwardRecorded:
		x := e.Award
		return &RecordAward{Award: x.Award, Org: x.Org, Date: x.Date, Comment: x.Comment, Reason: reasonOf(e.Departures)}
	case *RectificationChecked:
		x := e.Check
		return &CheckRectification{Subject: e.Subject, Item: e.Item, Way: x.Way, Unannounced: x.Unannounced, Date: x.Date, Visitors: x.Visitors, Finding: x.Finding, State: x.State,
			Reason: reasonOf(e.Departures)}
	case *RectificationFinished:
		x := e.Finished
		return &FinishRectification{Subject: e.Subject, Item: e.Item, Date: x.Date, Evidence: x.Evidence, File: x.File}
	case *ResultsFiled:
		x := e.Filing
		return &FileResults{Number: x.Number, Date: x.Date, Document: x.Document, To: x.To, Reason: reasonOf(e.Departures)}
	case *DocumentArchived:
		x := e.Document
		return &ArchiveDocument{Document: x.Document, File: x.File, Title: x.Title, Subject: x.Subject}
	}
	for _, c := range commands() {
		if c.Kind() == kind {
			return decider.Retell(c, first)
		}
	}
	return nil
}

// reasonOf is the reason of a command that departed from something.
func reasonOf(d []Departure) string {
	if len(d) == 0 {
		return ""
	}
	return d[0].Reason
}
