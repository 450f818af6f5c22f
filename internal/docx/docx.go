// Package docx reads the text of a Word file and writes official documents as
// Word files (.docx, ECMA-376, transitional or strict): bytes in, bytes out.
//
// It is not a Word library. Reading keeps the words and nothing of their looks;
// writing knows only the few forms of paragraph of an official document
// (党政机关公文格式, GB/T 9704-2012). Nothing is stored here.
//
// # What Text reads
//
// Paragraphs, tables (cell by cell in reading order), text boxes, content
// controls, smart tags, hyperlinks, formulas, results of fields, tabs and line
// breaks, tracked insertions, footnotes and endnotes (after the paragraph that
// refers to them). One branch of an mc:AlternateContent is read. Numbers that Word or WPS
// makes itself are read too, from the definitions of lists and from styles, between two
// Auto.
//
// Left out on purpose: tracked deletions, hidden text, prompts of empty content
// controls, codes of fields, ruby (拼音指南), comments, headers and footers.
// Left out because they hold no text in the document itself: pictures, charts,
// SmartArt, WordArt.
//
// # Plain text
//
// Plain reads a .txt file in UTF-8, UTF-16 or GB18030; Any reads either kind,
// told apart by what is in the file and not by its name.
//
// # Failures
//
// A file that a person can mend or send in another form is a *decider.Refusal
// whose code starts with "file."; anything else is an error of the reader.
package docx
