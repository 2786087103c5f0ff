//! A command, run many times from the same start; each time another call is disturbed.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Output;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::places::{Places, Rooms};
use super::shim::{Call, Kind, Shim};
use super::state::{State, Target, leftovers, listing};
use crate::support;

/// Longer than any command here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// Failures that are shown.
const SHOWN: usize = 12;

/// A command to disturb.
pub struct Scene<'a> {
    pub shim: &'static Shim,
    pub rooms: &'a Rooms,
    /// What every case starts from.
    pub start: Places,
    /// The command, with `{market}` and so on for the places of a case.
    pub line: &'a str,
    /// What it changes.
    pub target: Target,
    /// Whether the command may be given again once it is done.
    pub repeats: bool,
    /// How many cases are tried at the most; all with the environment's `RUSSET_ALL_FAULTS`.
    pub cases: usize,
}

/// What the command does when nothing disturbs it.
struct Undisturbed {
    before: State,
    after: State,
    calls: Vec<Call>,
    listing: BTreeSet<PathBuf>,
}

impl Scene<'_> {
    /// Disturbs every call in every way that fits it, or an evenly spread selection of these.
    pub fn disturb(&self) {
        let undisturbed = self.undisturbed();
        let cases = self.selected(&undisturbed.calls);
        let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let worker = |number: usize| {
            let places = self.rooms.places(&format!("case-{number}"));
            while let Some((at, kind)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Err(what) = self.case(&places, *at, *kind, &undisturbed) {
                    let call = &undisturbed.calls[at - 1];
                    let case = format!("{kind} at call {at} ({call}): {what}");
                    failures.lock().unwrap().push(case);
                }
            }
        };
        thread::scope(|scope| {
            let workers = thread::available_parallelism().map_or(1, usize::from);
            (0..workers).for_each(|number| drop(scope.spawn(move || worker(number))));
        });
        let failures = failures.into_inner().unwrap();
        let shown = failures[..failures.len().min(SHOWN)].join("\n\n");
        let (failed, all) = (failures.len(), cases.len());
        assert!(failures.is_empty(), "{failed} of {all} cases of `{}`:\n{shown}", self.line);
        eprintln!("{all} cases of `{}`, {} calls", self.line, undisturbed.calls.len());
    }

    fn undisturbed(&self) -> Undisturbed {
        let places = self.rooms.places("undisturbed");
        self.start.copy_to(&places);
        let before = State::read(self.target, &places).unwrap();
        let command = self.shim.under(&places.folders(), &places.words(self.line));
        let calls = Shim::calls(command, &self.rooms.file("log"));
        let after = State::read(self.target, &places).unwrap();
        assert!(before != after, "`{}` changes nothing", self.line);
        let commits = |call: &Call| ["rename", "link"].contains(&call.name.as_str());
        assert!(calls.iter().any(commits), "the shim sees no commit: {calls:?}");
        Undisturbed { before, after, calls, listing: listing(&places) }
    }

    /// Every way to disturb every call, or so many spread evenly; reads of tables, which make most calls,
    /// get a quarter.
    fn selected(&self, calls: &[Call]) -> Vec<(usize, Kind)> {
        let ways = |(at, call)| kinds(call).iter().map(move |kind| (at, *kind));
        let (reads, changes): (Vec<_>, Vec<_>) =
            (1..).zip(calls).partition(|(_, call)| reads_a_table(call));
        let reads: Vec<_> = reads.into_iter().flat_map(ways).collect();
        let changes: Vec<_> = changes.into_iter().flat_map(ways).collect();
        if std::env::var_os("RUSSET_ALL_FAULTS").is_some() {
            return [reads, changes].concat();
        }
        let of_changes = spread(&changes, self.cases - self.cases / 4);
        let of_reads = spread(&reads, self.cases - of_changes.len());
        [of_changes, of_reads].concat()
    }

    fn case(
        &self,
        places: &Places,
        at: usize,
        kind: Kind,
        normal: &Undisturbed,
    ) -> Result<(), String> {
        self.start.copy_to(places);
        let mut command = self.shim.under(&places.folders(), &places.words(self.line));
        Shim::inject(&mut command, at, kind);
        let output = assert_cmd::Command::from_std(command).timeout(PATIENCE).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let fails = |what: &str| Err(format!("{what}; it said: {}", said.trim()));
        let read = |when: &str| {
            State::read(self.target, places).map_err(|error| {
                format!("{when} it cannot be read: {error}; it said: {}", said.trim())
            })
        };
        let left = read("after the fault")?;
        if left != normal.before && left != normal.after {
            return fails("neither the state before nor the one after is left");
        }
        self.judge_words(&output, places, kind, left == normal.after)?;
        if left == normal.after && !self.repeats {
            return Ok(());
        }
        let again = support::run(places.words(self.line));
        if again.code != 0 {
            return Err(format!("the next command fails: {}", again.err.trim()));
        }
        if read("after the next command")? != normal.after {
            return fails("the next command does not reach the state after");
        }
        match leftovers(places, &normal.listing) {
            none if none.is_empty() => Ok(()),
            some => Err(format!("leftovers after the next command: {some:?}")),
        }
    }

    /// Whether exit code and error of a disturbed command fit the state that it left.
    fn judge_words(
        &self,
        output: &Output,
        places: &Places,
        kind: Kind,
        done: bool,
    ) -> Result<(), String> {
        let said = String::from_utf8_lossy(&output.stderr);
        let Some(reason) = kind.reason() else { return Ok(()) };
        let wrong = |what: &str| Err(format!("{what}; it said: {}", said.trim()));
        match output.status.code() {
            Some(0) if done => Ok(()),
            Some(0) => wrong("it reports success for what is not done"),
            Some(1) => {
                let names_path =
                    |folder: &&std::path::Path| said.contains(&*folder.to_string_lossy());
                let error = said.contains("error: ") && !said.contains("panicked");
                match error && said.contains(reason) && places.folders().iter().any(names_path) {
                    true => Ok(()),
                    false => wrong("the error does not name the file and the reason"),
                }
            }
            _ => wrong(&format!("it ends with {}", output.status)),
        }
    }
}

fn reads_a_table(call: &Call) -> bool {
    let is_manifest = call.path.extension().is_some_and(|ending| ending == "json");
    ["open", "read"].contains(&call.name.as_str()) && !is_manifest
}

/// So many of the cases, evenly spread.
fn spread<T: Copy>(cases: &[T], wanted: usize) -> Vec<T> {
    let wanted = wanted.min(cases.len());
    (0..wanted).map(|place| cases[place * cases.len() / wanted]).collect()
}

/// What can happen to a call.
fn kinds(call: &Call) -> &'static [Kind] {
    use Kind::{Broken, KillAfter, KillBefore, NoSpace, Refused};
    match call.name.as_str() {
        "open" | "read" | "lock" => &[Broken, Refused],
        "create" | "mkdir" | "link" => &[NoSpace, KillAfter, Refused],
        "write" | "truncate" => &[KillBefore, NoSpace, Broken],
        "sync" => &[Broken, NoSpace, KillAfter],
        _ => &[KillBefore, Broken, KillAfter, Refused],
    }
}
