package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

type edit struct {
	at, cut int
	text    string
}

var testName = regexp.MustCompile(`^Test([^a-z]|$)`)

// rewrite writes the tests so that the judge learns of each: sub-tests go through it, and a `TestMain` of ours lists the functions.
// Lines keep their numbers. Returns the paths that it wrote.
func rewrite(sources map[string][]byte, folder, judge string) (written []string, err error) {
	paths := []string{}
	for path := range sources {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	mains := map[string][]string{}
	for _, path := range paths {
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, sources[path], 0)
		if err != nil {
			return written, err
		}
		renames := []edit{}
		for _, declared := range file.Decls {
			function, ok := declared.(*ast.FuncDecl)
			if !ok || function.Recv != nil || !testName.MatchString(function.Name.Name) {
				continue
			}
			if function.Name.Name == "TestMain" {
				return written, fmt.Errorf("%s has a TestMain, which is not available in a test run", path)
			}
			mains[file.Name.Name] = append(mains[file.Name.Name], function.Name.Name)
			renames = append(renames, edit{files.Position(function.Name.Pos()).Offset, 0, "judged"})
		}
		if err := os.WriteFile(path, edited(sources[path], append(editsOf(files, file, judge), renames...)), 0o600); err != nil {
			return written, err
		}
		written = append(written, path)
	}
	if len(mains) != 1 {
		return written, fmt.Errorf("the tests of one question belong into one package, these are in %d", len(mains))
	}
	for name, functions := range mains {
		path := filepath.Join(folder, filepath.Base(judge)+"_test.go")
		written = append(written, path)
		err = os.WriteFile(path, []byte(mainFile(name, judge, functions)), 0o600)
	}
	return written, err
}

// mainFile has a test for each of theirs, which the judge runs, and the program's `main`.
func mainFile(name, judge string, functions []string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "package %s\n\nimport (\n\t\"testing\"\n\n\tjudge %q\n)\n\n", name, judge)
	fmt.Fprintf(&text, "func TestMain(m *testing.M) { judge.Main(m) }\n")
	for _, function := range functions {
		fmt.Fprintf(&text, "func %s(t *testing.T) { judge.Run(t, judged%s) }\n", function, function)
	}
	return text.String()
}

// editsOf turns `t.Run(name, func(t *testing.T) {` into `judge….Sub(t, name, func(t *testing.T) {`.
func editsOf(files *token.FileSet, file *ast.File, judge string) []edit {
	offset := func(at token.Pos) int { return files.Position(at).Offset }
	name := filepath.Base(judge)
	edits := []edit{}
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) != 2 || !takesT(call.Args[1]) {
			return true
		}
		if method, ok := call.Fun.(*ast.SelectorExpr); ok && method.Sel.Name == "Run" {
			edits = append(edits, edit{offset(method.X.Pos()), 0, name + ".Sub("})
			edits = append(edits, edit{offset(method.X.End()), offset(call.Args[0].Pos()) - offset(method.X.End()), ", "})
		}
		return true
	})
	if len(edits) > 0 {
		edits = append(edits, edit{offset(file.Name.End()), 0, fmt.Sprintf("; import %s %q", name, judge)})
	}
	return edits
}

func takesT(argument ast.Expr) bool {
	function, ok := argument.(*ast.FuncLit)
	if !ok || len(function.Type.Params.List) != 1 {
		return false
	}
	pointer, ok := function.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	kind, ok := pointer.X.(*ast.SelectorExpr)
	return ok && kind.Sel.Name == "T"
}

func edited(source []byte, edits []edit) []byte {
	sort.SliceStable(edits, func(a, b int) bool { return edits[a].at > edits[b].at })
	text := string(source)
	for _, one := range edits {
		text = text[:one.at] + one.text + text[one.at+one.cut:]
	}
	return []byte(text)
}
