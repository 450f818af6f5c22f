package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func sample() *Document {
	d := New(Meta{Title: "评议结果", Author: "党工委 & 办公室", Created: time.Date(2019, 1, 5, 8, 0, 0, 0, time.UTC)})
	d.Title("关于2018年度党组织书记\n述职评议结果的报告")
	d.Subtitle("（演示）")
	d.Recipient("市委组织部：")
	d.Body("按照要求，街道党工委组织开展了党组织书记述职评议，现将有关情况报告如下。" + strings.Repeat("本次述评坚持实事求是，程序规范。", 12))
	d.Heading(1, "一、基本情况")
	d.Heading(2, "（一）组织实施")
	d.Heading(3, "1.召开会议")
	d.Heading(4, "（1）时间安排")
	d.Heading(9, "（2）其他")
	d.Body("第一行\n第二行\t列")
	d.Table([]Column{{"序号", 1, Center}, {"姓名", 2, ""}, {"等次", 2, Right}}, [][]string{{"1", "𬭩㛃", "优秀"}, {"2", "<李&四>"}})
	d.Plain("注：以上排名不分先后。")
	d.Attachments("测评表", "名单")
	d.Signature("中共街道工作委员会", "2019年1月5日")
	d.NewPage()
	d.Body("附件")
	return d
}

func TestDocumentRoundTrip(t *testing.T) {
	b, err := sample().Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text, err := read(b, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for l := range strings.SplitSeq(text, "\n") {
		if l != "" {
			lines = append(lines, l)
		}
	}
	got := strings.Join(lines, "|")
	for _, want := range []string{"关于2018年度党组织书记|述职评议结果的报告|（演示）|市委组织部：", "一、基本情况|（一）组织实施|1.召开会议|（1）时间安排|（2）其他",
		"第一行|第二行\t列|序号|姓名|等次|1|𬭩㛃|优秀|2|<李&四>|注：以上", "附件：1. 测评表|2. 名单|中共街道工作委员会|2019年1月5日|附件"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	again, err := sample().Bytes()
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("the same document made other bytes: %v", err)
	}
}

// Every part of the file must be well-formed XML, whatever the text.
func TestDocumentIsWellFormed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		d := New(Meta{Title: s, Author: s, Lang: "en-US"})
		d.Body(s)
		d.Table([]Column{{Head: s}, {Head: s, Width: 3}}, [][]string{{s, s, s}, nil})
		d.Table(nil, nil)
		d.Attachments()
		d.Attachments(s)
		b, err := d.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			rc, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			for dec := xml.NewDecoder(rc); ; {
				if _, err := dec.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.Name, err)
				}
			}
		}
		if _, err := read(b, Limits{}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSharesAddUp(t *testing.T) {
	for _, widths := range [][]int{{1}, {0, 0, 0}, {1, 2, 4, 7}, {9, 1, 1, 1, 1, 1, 1}} {
		var columns []Column
		for _, w := range widths {
			columns = append(columns, Column{Width: w})
		}
		sum := 0
		for _, w := range shares(columns) {
			sum += w
		}
		if sum != textWidth {
			t.Errorf("%v: %d of %d", widths, sum, textWidth)
		}
	}
}

func BenchmarkText(b *testing.B) {
	d := New(Meta{})
	for range 12 {
		d.Body(strings.Repeat("一年来，本人认真履行第一责任人职责。", 8))
	}
	file, err := d.Bytes()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := read(file, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
