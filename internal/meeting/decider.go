package meeting

import "shuping/internal/decider"

// Decider is the meeting's part of the procedure: every command and event, who may
// hand in what, and after what.
func Decider() *decider.Decider[State] {
	return &decider.Decider[State]{
		Name:     "meeting",
		Commands: commands(),
		Events:   events(),
		Allow:    allow,
		Note:     note,
		Ground:   ground,
		Again:    again,
	}
}

// note counts what happened. An adjournment forgets the sitting's events.
func note(s *State, kind string) {
	s.Seq++
	if kind == (*Adjourned)(nil).Kind() {
		s.Seen = map[string]int{"called": s.Seen["called"], kind: s.Seen[kind]}
	}
	if s.Seen == nil {
		s.Seen = map[string]int{}
	}
	s.Seen[kind]++
}

func commands() []decider.Command[State] {
	return []decider.Command[State]{
		&Call{}, &ChangeBrief{},
		&OpenRoll{}, &Exclude{}, &Include{}, &SignIn{}, &SignOut{},
		&OpenMeeting{}, &Adjourn{},
		&StartReport{}, &FinishReport{}, &Ask{}, &QueueQuestion{}, &AllowPhones{}, &PhoneQuestion{}, &TakeQuestion{}, &JoinQuestions{}, &MoveQuestion{}, &DeclineQuestions{}, &Answer{}, &Comment{},
		&OpenBallot{}, &ReplaceSlip{}, &CloseBallot{}, &CollectBallots{}, &CountPaper{}, &RecordBox{},
		&ScanBallots{}, &RecordReadings{}, &RecordComparison{}, &VoidScan{}, &JudgeTwin{}, &DecideEntry{}, &SettleEntry{}, &DrawCheck{}, &CheckSheet{}, &CountReadings{},
		&AcceptCount{}, &VoidBallot{}, &Announce{}, &Recount{},
		&Speak{}, &CloseMeeting{}, &CorrectRecord{},
		&CarryOut{}, &TakeUp{}, &HandBack{}, &BringHome{}, &Recall{}, &KeepEvidence{},
		&Rehearse{}, &WipeRehearsal{},
	}
}

func events() []decider.Event[State] {
	return []decider.Event[State]{
		&Called{}, &BriefChanged{},
		&RollOpened{}, &Excluded{}, &Included{}, &SignedIn{}, &SignedOut{},
		&MeetingOpened{}, &Adjourned{},
		&ReportStarted{}, &ReportFinished{}, &Asked{}, &QuestionQueued{}, &PhonesAllowed{}, &QuestionsJoined{}, &QuestionMoved{}, &QuestionsDeclined{}, &Answered{}, &Commented{},
		&BallotOpened{}, &SlipReplaced{}, &BallotClosed{}, &BallotsCollected{}, &PaperCounted{}, &BoxRecorded{},
		&BallotsScanned{}, &ReadingsRecorded{}, &ComparisonRecorded{}, &ScanVoided{}, &TwinJudged{}, &EntryDecided{}, &EntrySettled{}, &CheckDrawn{}, &SheetChecked{}, &ReadingsCounted{},
		&CountAccepted{}, &BallotVoided{}, &Announced{}, &Recounted{},
		&Spoken{}, &MeetingClosed{}, &RecordCorrected{},
		&CarriedOut{}, &TakenUp{}, &HandedBack{}, &BroughtHome{}, &Recalled{}, &EvidenceKept{},
		&RehearsalBegun{}, &RehearsalWiped{},
	}
}
