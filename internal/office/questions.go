package office

import (
	"context"

	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// Program is who hands in what nobody stands behind by name.
const Program = "shuping"

// AskByPhone hands in a question that came by phone (手机提问), under the number of the
// opening whose code was read. Nobody is named on it: recorded are the words, whom they
// are for and the time. *decider.Refusal says why it was not taken.
func (o *Office) AskByPhone(ctx context.Context, id string, no int, subject, question string) error {
	if _, err := o.Meetings.Find(ctx, id); err != nil {
		return err
	}
	call := decider.Call{Who: Program, Roles: []string{policy.RoleSystem}}
	_, err := o.Meetings.Do(ctx, call, id, &meeting.PhoneQuestion{No: no, Subject: subject, Question: question})
	return err
}
