// Package judge runs Go tests and reports each, signed. Every package of the workspace imports it, under a name that none can
// know, so that the nonce is read before anything of them is initialised.
package judge

import (
	"os"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"interviewlm/report"
)

var held = open()

func open() *report.Report {
	report.Hide()
	nonce := report.Line()
	return report.Open(string(report.Line()), nonce)
}

// Main runs the tests and leaves.
func Main(m *testing.M) {
	m.Run()
	held.Write(map[string]any{"end": true})
	syscall.Exit(0)
}

// Sub is `t.Run`: the tests' own calls are made to come here, so that each sub-test is reported as well.
func Sub(t *testing.T, name string, run func(*testing.T)) bool {
	return t.Run(name, func(t *testing.T) { Run(t, run) })
}

// Run runs one test and reports it once all that belongs to it is over: cleanups and parallel sub-tests.
func Run(t *testing.T, run func(*testing.T)) {
	started, finished := time.Now(), false
	t.Cleanup(func() {
		members := map[string]any{"name": t.Name(), "status": "failed", "ms": float64(time.Since(started).Microseconds()) / 1000}
		switch text := printed(); {
		case t.Failed() || !finished && !t.Skipped():
			members["message"] = text
		case t.Skipped():
			members["status"] = "skipped"
		default:
			members["status"] = "passed"
		}
		held.Write(members)
	})
	defer func() {
		if problem := recover(); problem != nil {
			t.Errorf("panic: %v", problem)
		}
	}()
	run(t)
	finished = true
}

var frame = regexp.MustCompile(`(?m)^\s*(===|---) .*\n?`)

var seen struct {
	bytes int64
	mutex sync.Mutex
}

// printed returns what was printed since it was asked last, which has the tests' own log in it, without Go's frame around that.
// Standard output is a file that the harness made.
func printed() string {
	seen.mutex.Lock()
	defer seen.mutex.Unlock()
	file, err := os.Open("/tmp/judged.out")
	if err != nil {
		return ""
	}
	defer file.Close()
	text := make([]byte, 64*1024)
	count, _ := file.ReadAt(text, seen.bytes)
	seen.bytes += int64(count)
	return frame.ReplaceAllString(string(text[:count]), "")
}
