package main

import (
	"strings"
	"testing"

	"shuping/internal/outcome"
	"shuping/internal/policy"
)

// block is the first block of a language in the guide.
func block(t *testing.T, lang string) string {
	t.Helper()
	_, rest, ok := strings.Cut(guide, "```"+lang+"\n")
	text, _, end := strings.Cut(rest, "```")
	if !ok || !end {
		t.Fatalf("the guide has no block of %s", lang)
	}
	return text
}

// The notice and the numbers that the guide shows are good, and come to what a hand reckons:
// 0.5*92.5 + 0.5*(0.6*90 + 0.4*95) = 92.25, rounded 92.3,
// and 0.5*80 + 0.5*(0.6*50 + 0.4*67) = 68.4.
func TestGuideShowsWhatWorks(t *testing.T) {
	p, err := policy.Parse("guide.yaml", []byte(block(t, "yaml")))
	if err != nil {
		t.Fatal(err)
	}
	n, err := outcome.Read([]byte(block(t, "json")))
	if err != nil {
		t.Fatal(err)
	}
	r, err := outcome.Reckon(p, n)
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Subjects[0]; s.Grade != "好" || policy.Written(s.Score) != "92.3" {
		t.Errorf("s1: %s %s", s.Grade, s.Score)
	}
	if s := r.Subjects[1]; s.Grade != "差" || len(s.Suggested) != 1 || s.Suggested[0] != "一般" || policy.Written(s.Score) != "68.4" {
		t.Errorf("s2: %s %v %s", s.Grade, s.Suggested, s.Score)
	}
	if len(r.Refusals) > 0 {
		t.Errorf("refused: %v", r.Refusals)
	}
}
