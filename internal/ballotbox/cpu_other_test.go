//go:build !unix

package ballotbox

import "time"

// cpuTime is not measured here; the benchmarks leave the figure out.
func cpuTime() time.Duration { return 0 }
