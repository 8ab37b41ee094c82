//! Builds a solution and its tests with `rustc` and lets them run. Usage: harness <report> <rustc>, with the run's nonce and the paths
//! of the tests as JSON on standard input.

mod report;

use std::fs;
use std::path::Path;
use std::process::{exit, Command, Stdio};

type Built<T> = Result<T, String>;

fn main() {
    report::hide();
    let arguments: Vec<String> = std::env::args().collect();
    let (path, rustc) = (&arguments[1], &arguments[2]);
    let nonce = report::line();
    let tests = words(&report::line());
    match build(rustc, &tests) {
        Err(text) => {
            eprintln!("{}", text);
            let mut report = report::Report::open(path, nonce);
            report.problem(&text);
            report.end();
        }
        Ok(()) => exit(run(&format!("{}\n{}\n", nonce, path))),
    }
}

fn run(input: &str) -> i32 {
    let mut child = Command::new("/tmp/tests").stdin(Stdio::piped()).spawn().expect("the tests start");
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    drop(stdin);
    child.wait().ok().and_then(|status| status.code()).unwrap_or(1)
}

/// The strings of a JSON array. The server allows no path that JSON would have to escape, but for quotes and backslashes.
fn words(json: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = json.chars();
    while letters.any(|letter| letter == '"') {
        let mut word = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => break,
                '\\' => word.extend(letters.next()),
                _ => word.push(letter),
            }
        }
        found.push(word);
    }
    found
}

/// The tests leave the workspace before anything of the solution is compiled, and come back for as long as they are.
fn build(rustc: &str, paths: &[String]) -> Built<()> {
    let mut sources = Vec::new();
    for path in paths {
        sources.push((path, fs::read_to_string(path).map_err(|error| format!("{}: {}", path, error))?));
    }
    for path in paths {
        fs::remove_file(path).map_err(|error| error.to_string())?;
    }
    refuse(Path::new("."))?;
    let manifest = fs::read_to_string("Cargo.toml").unwrap_or_default();
    let edition = value(&manifest, "package", "edition").unwrap_or_else(|| "2021".into());
    let package = value(&manifest, "package", "name").unwrap_or_else(|| "solution".into());
    let name = value(&manifest, "lib", "name").unwrap_or(package).replace('-', "_");
    let library = value(&manifest, "lib", "path").unwrap_or_else(|| "src/lib.rs".into());
    let output = format!("/tmp/lib{}.rlib", name);
    compile(rustc, false, &["--crate-type", "rlib", "--crate-name", &name, "--edition", &edition, "-Funsafe_code", &library, "-o", &output])?;
    for (path, source) in &sources {
        fs::create_dir_all(Path::new(path).parent().unwrap_or(Path::new("."))).map_err(|error| error.to_string())?;
        fs::write(path, format!("{}\n{}", source, imports(source))).map_err(|error| error.to_string())?;
    }
    let root = root_of(paths)?;
    let library = format!("{}={}", name, output);
    let runner = ["-Zcrate-attr=feature(custom_test_frameworks)", "-Zcrate-attr=test_runner(judge::run)", "-Clinker=/opt/runtime/link.sh", "-Clinker-flavor=gcc"];
    let own = ["--test", "--edition", &edition, "--extern", &library, "--extern", "judge=/tmp/libjudge.rlib", &root, "-o", "/tmp/tests"];
    let built = compile(rustc, true, &[&own[..], &runner[..]].concat());
    for path in paths {
        let _ = fs::remove_file(path);
    }
    built
}

/// So that a solution's macro of the same name, which comes with `use solution::*`, isn't taken for the library's own.
fn imports(source: &str) -> String {
    let own = ["assert", "assert_eq", "assert_ne", "panic"];
    let free = own.iter().filter(|name| !source.contains(&format!("::{};", name)) && !source.contains(&format!("macro_rules! {} ", name)));
    free.map(|name| format!("#[allow(unused_imports)] use ::std::{};\n", name)).collect()
}

/// As with cargo, files right below `tests` are tests and those in its folders their helpers. Several are modules of one program.
fn root_of(paths: &[String]) -> Built<String> {
    let roots: Vec<&String> = paths.iter().filter(|path| path.matches('/').count() <= 1).collect();
    match roots[..] {
        [] => Err("There is no test right below the folder tests.".into()),
        [only] => Ok(only.clone()),
        _ => {
            let here = std::env::current_dir().map_err(|error| error.to_string())?;
            let module = |path: &&String| {
                let stem = Path::new(path.as_str()).file_stem().unwrap_or_default().to_string_lossy().replace('-', "_");
                format!("#[path = {:?}] mod {};\n", here.join(path.as_str()), stem)
            };
            fs::write("/tmp/tests.rs", roots.iter().map(module).collect::<String>()).map_err(|error| error.to_string())?;
            Ok("/tmp/tests.rs".into())
        }
    }
}

fn compile(rustc: &str, is_test: bool, words: &[&str]) -> Built<()> {
    let mut command = Command::new(rustc);
    command.args(words).args(["--color=never", "-Cdebuginfo=0"]).stdin(Stdio::null());
    // The judge needs what isn't stable yet. A solution doesn't get it.
    if is_test {
        command.env("RUSTC_BOOTSTRAP", "1");
    }
    let output = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(said);
    }
    eprint!("{}", said);
    Ok(())
}

/// Assembly is unsafe, but not to every compiler's lint.
fn refuse(folder: &Path) -> Built<()> {
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let (path, kind) = (entry.path(), entry.file_type().map_err(|error| error.to_string())?);
        if kind.is_dir() {
            refuse(&path)?;
        } else if kind.is_file() && String::from_utf8_lossy(&fs::read(&path).unwrap_or_default()).contains("global_asm") {
            return Err(format!("{} uses global_asm, which is not available in a test run.", path.display()));
        }
    }
    Ok(())
}

/// `key = "value"` below `[table]`.
fn value(manifest: &str, table: &str, key: &str) -> Option<String> {
    let mut here = false;
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            here = line.trim_matches(|letter| letter == '[' || letter == ']').trim() == table;
        } else if let (true, Some((name, value))) = (here, line.split_once('=')) {
            if name.trim() == key {
                return value.split('"').nth(1).map(String::from);
            }
        }
    }
    None
}
