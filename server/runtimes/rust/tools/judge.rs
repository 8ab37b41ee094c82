//! Runs the tests of a crate and reports each, signed. It is the crate's `test_runner`, so it is the first to run in its process: a
//! solution without `unsafe` has nothing that runs before `main`.
#![feature(test)]
extern crate test;

mod report;

use report::Report;
use std::any::Any;
use std::io::Write;
use std::panic::{catch_unwind, set_hook};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use test::{ShouldPanic, TestDescAndFn, TestFn};

/// What a test returns differs between versions of Rust.
trait Outcome {
    fn told(self) -> Result<(), String>;
}
impl Outcome for () {
    fn told(self) -> Result<(), String> {
        Ok(())
    }
}
impl Outcome for Result<(), String> {
    fn told(self) -> Result<(), String> {
        self
    }
}

pub fn run(tests: &[&TestDescAndFn]) {
    report::hide();
    let nonce = report::line();
    let mut report = Report::open(&report::line(), nonce);
    for one in tests {
        let name = one.desc.name.to_string();
        let started = Instant::now();
        let result = match &one.testfn {
            TestFn::StaticTestFn(run) => outcome(*run, &one.desc.should_panic),
            _ => continue,
        };
        let ms = started.elapsed().as_micros() as f64 / 1000.0;
        match result {
            Ok(()) => report.test(&name, "passed", ms, ""),
            Err(message) => report.test(&name, "failed", ms, &message),
        }
    }
    report.end();
    let _ = std::io::stdout().flush();
    std::process::exit(0);
}

fn outcome<T: Outcome>(run: fn() -> T, should_panic: &ShouldPanic) -> Result<(), String> {
    let said = Arc::new(Mutex::new(String::new()));
    let hears = said.clone();
    set_hook(Box::new(move |panic| {
        let text = format!("{}\n    at {}", text_of(panic.payload()), panic.location().map(|at| at.to_string()).unwrap_or_default());
        eprintln!("{}", text);
        if let Ok(mut said) = hears.lock() {
            *said = text;
        }
    }));
    let result = catch_unwind(move || run().told());
    let said = said.lock().map(|said| said.clone()).unwrap_or_default();
    match (result, should_panic) {
        (Ok(result), ShouldPanic::No) => result.map_err(|message| if said.is_empty() { message } else { said }),
        (Ok(_), _) => Err("This test should have panicked.".into()),
        (Err(_), ShouldPanic::No) => Err(if said.is_empty() { "This test panicked.".into() } else { said }),
        (Err(payload), ShouldPanic::YesWithMessage(part)) if !text_of(&*payload).contains(part) => Err(said),
        (Err(_), _) => Ok(()),
    }
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| text.to_string());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "This test panicked.".into())
}
