package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Speak records the closing speech (领导讲话, N6.2), the last item of the agenda.
type Speak struct {
	// Speaker is who spoke; empty: the head of the brief.
	Speaker string `json:"speaker,omitempty" form:"from=persons"`
	Text    string `json:"text" form:"required,long"`
	Reason  string `json:"reason,omitempty" form:"long"`
}

func (*Speak) Kind() string { return "speak" }

func (c *Speak) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	if err := act.Filled("text", c.Text); err != nil {
		return nil, err
	}
	if s.Speech != nil {
		return nil, decider.Refuse("", "spoken-already")
	}
	d := act.Departures{Reason: c.Reason}
	if err := s.begin(policy.ItemSpeech, &d); err != nil {
		return nil, err
	}
	speaker := c.Speaker
	if speaker == "" {
		speaker = s.Brief.Head
	}
	if err := act.Filled("speaker", speaker); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&Spoken{Stamp: act.By(call), Speaker: speaker, Text: c.Text, Departures: d.List}}, nil
}

// Spoken has the speech.
type Spoken struct {
	Stamp
	Speaker    string      `json:"speaker"`
	Text       string      `json:"text"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*Spoken) Kind() string { return "spoken" }

func (e *Spoken) Apply(s *State) {
	s.Speech = &Speech{Stamp: e.Stamp, Speaker: e.Speaker, Text: e.Text}
	s.Departures = append(s.Departures, e.Departures...)
}

// Speech is the closing speech.
type Speech struct {
	Stamp
	Speaker string `json:"speaker"`
	Text    string `json:"text"`
}
