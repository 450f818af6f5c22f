package blob

// syncDir has nothing to do: NTFS journals its folders, and a folder cannot be
// opened for flushing.
func syncDir(string) error { return nil }
