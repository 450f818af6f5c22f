package sheet

// Bold is the font of headings (TrueType), for others who draw what is shown or printed.
// Nobody changes it.
func Bold() []byte { return sans }
