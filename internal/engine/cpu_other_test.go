//go:build !unix

package engine_test

import "time"

// cpuTime is not measured here; the benchmarks leave the figure out.
func cpuTime() time.Duration { return 0 }
