// Builds a solution with its tests and the judge into one program, and lets it run. Usage: harness <report>, with the run's nonce
// and the paths of the tests as JSON on standard input.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"interviewlm/report"
)

const program = "/tmp/judged.test"

func main() {
	report.Hide()
	path, nonce := os.Args[1], report.Line()
	var tests []string
	if err := json.Unmarshal(report.Line(), &tests); err != nil {
		panic(err)
	}
	folder, err := build(tests)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		only := report.Open(path, nonce)
		only.Write(map[string]any{"problem": err.Error()})
		only.Write(map[string]any{"end": true})
		return
	}
	output, err := os.Create("/tmp/judged.out")
	if err != nil {
		panic(err)
	}
	run := exec.Command(program, "-test.v")
	run.Dir, run.Stdout, run.Stderr = folder, output, os.Stderr
	run.Stdin = strings.NewReader(string(nonce) + "\n" + path + "\n")
	err = run.Run()
	if text, wrong := os.Open("/tmp/judged.out"); wrong == nil {
		io.Copy(os.Stdout, text)
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		os.Exit(exit.ExitCode())
	}
}

// build returns the folder of the tests. They leave the workspace before the solution can look for them.
func build(paths []string) (string, error) {
	sources := map[string][]byte{}
	folders := map[string]bool{}
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		if err := os.Remove(path); err != nil {
			return "", err
		}
		sources[path] = source
		folders[filepath.Dir(path)] = true
	}
	if len(folders) != 1 {
		return "", fmt.Errorf("the tests of one question belong into one package, these are in %d", len(folders))
	}
	folder := filepath.Dir(paths[0])
	module, err := moduleName()
	if err != nil {
		return "", err
	}
	if err := refuse(); err != nil {
		return "", err
	}
	// Alone first: a solution may not lean on names of its tests, such as the table of their cases.
	if err := command("build", "./..."); err != nil {
		return "", err
	}
	judge, err := bring(module)
	if err != nil {
		return "", err
	}
	written, err := rewrite(sources, folder, judge)
	defer remove(written)
	if err != nil {
		return "", err
	}
	return folder, command("test", "-c", "-vet=off", "-o", program, "./"+folder)
}

func command(words ...string) error {
	var said bytes.Buffer
	command := exec.Command("go", words...)
	command.Stdout, command.Stderr = &said, &said
	if err := command.Run(); err != nil {
		return errors.New(said.String() + err.Error())
	}
	return nil
}

func remove(paths []string) {
	for _, path := range paths {
		os.Remove(path)
	}
}
