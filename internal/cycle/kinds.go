package cycle

import "shuping/internal/decider"

// commands lists every command, in the order of the notice.
func commands() []decider.Command[State] {
	return []decider.Command[State]{
		&Open{}, &ChangePolicy{}, &RecordPreviousGrade{}, &SetScope{}, &DrawLots{}, &ExemptSubject{}, &ReplaceSecretary{}, &AssignLiaison{}, &AssignTask{}, &FinishTask{},
		&FileReport{}, &RecordOpinion{}, &AnswerOpinion{}, &SubmitReport{}, &FileSpoken{}, &RecordFigures{}, &MarkParts{}, &ReviewReport{}, &MarkClaim{}, &WithdrawClaim{}, &RecordVisit{},
		&CorrectVisit{}, &AttachEvidence{}, &WithdrawEvidence{},
		&RecordHigherFeedback{}, &RecordAssessment{}, &RecordScore{}, &RecordFact{}, &CallMeeting{}, &CallReballot{}, &CancelMeeting{}, &ReceiveMinutes{},
		&DecideGrades{}, &CorrectGrade{}, &GiveFeedback{}, &PostResults{}, &RecordObjection{}, &AnswerObjection{},
		&KeepDeadline{}, &EndWork{}, &FileResults{}, &CarryOutConsequence{}, &RecordAward{}, &PlanRectification{}, &CheckRectification{},
		&FinishRectification{}, &ArchiveDocument{}, &CorrectRecord{}, &Close{},
	}
}

// events lists every event, in the order of the notice.
func events() []decider.Event[State] {
	return []decider.Event[State]{
		&Opened{}, &PolicyChanged{}, &PreviousGradeRecorded{}, &ScopeSet{}, &Drawn{}, &SubjectExempted{}, &SecretaryReplaced{}, &LiaisonAssigned{}, &TaskAssigned{},
		&TaskFinished{}, &ReportFiled{}, &OpinionRecorded{}, &OpinionAnswered{}, &ReportSubmitted{}, &SpokenFiled{}, &FiguresRecorded{}, &PartsMarked{}, &ReportReviewed{},
		&ClaimMarked{}, &ClaimWithdrawn{}, &VisitRecorded{}, &VisitCorrected{}, &EvidenceAttached{}, &EvidenceWithdrawn{},
		&HigherFeedbackRecorded{}, &AssessmentRecorded{}, &ScoreRecorded{}, &FactRecorded{}, &MeetingCalled{}, &ReballotCalled{}, &MeetingCancelled{},
		&MinutesReceived{}, &GradesDecided{}, &GradeCorrected{}, &FeedbackGiven{}, &ResultsPosted{},
		&ObjectionRecorded{}, &ObjectionAnswered{}, &DeadlineKept{}, &WorkEnded{}, &ResultsFiled{}, &ConsequenceCarriedOut{},
		&AwardRecorded{}, &RectificationPlanned{}, &RectificationChecked{}, &RectificationFinished{},
		&DocumentArchived{}, &RecordCorrected{}, &Closed{},
	}
}
