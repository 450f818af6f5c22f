package sqlite

// syncDir does nothing: Windows makes a rename durable with the file and cannot
// sync a folder.
func syncDir(string) error { return nil }
