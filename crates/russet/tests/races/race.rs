//! Runs races: one command is held at a call while another one runs.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::faults::places::{Places, Rooms};
use crate::faults::shim::{Call, Shim};

/// Longer than two commands take one after the other on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);
/// After this long without an end, a command is taken to wait for the held one.
pub const A_MOMENT: Duration = Duration::from_millis(300);
/// Races of a kind; more with the environment's `RUSSET_RACES`.
const RACES: usize = 40;
/// Failures that are shown.
const SHOWN: usize = 8;

/// How a command ended.
pub struct Ended {
    /// Nothing when it had to be killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// Whether it succeeded; what it said if not.
    pub fn succeeded(&self, who: &str) -> Result<(), String> {
        match self.code {
            Some(0) => Ok(()),
            Some(code) => Err(format!("{who} ends with {code}: {}", self.err.trim())),
            None => Err(format!("{who} never ends")),
        }
    }
}

/// What came of a race.
pub struct Finish<'a> {
    pub places: &'a Places,
    pub held: Ended,
    pub other: Ended,
    /// Whether the other command ended while the first one was held.
    pub overtook: bool,
}

/// Two commands from the same start.
pub struct Race<'a> {
    pub shim: &'static Shim,
    pub rooms: &'a Rooms,
    pub start: &'a Places,
    pub held: &'a str,
    pub other: &'a str,
    /// How long the other command gets before the held one goes on.
    pub other_gets: Duration,
}

impl Race<'_> {
    /// Holds the first command at calls spread evenly over all of them, and judges each race.
    pub fn run(&self, judge: &(dyn Fn(&Finish<'_>) -> Result<(), String> + Sync)) {
        self.run_at(&|_| true, judge);
    }

    /// The same at some calls only.
    pub fn run_at(
        &self,
        wanted: &dyn Fn(&Call) -> bool,
        judge: &(dyn Fn(&Finish<'_>) -> Result<(), String> + Sync),
    ) {
        let calls = self.calls();
        let all: Vec<usize> = (0..calls.len()).filter(|call| wanted(&calls[*call])).collect();
        assert!(!all.is_empty(), "`{}` makes no such call: {calls:?}", self.held);
        let races = std::env::var("RUSSET_RACES").ok().and_then(|races| races.parse().ok());
        let races = races.unwrap_or(RACES).min(all.len());
        let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let worker = |number: usize| {
            loop {
                let race = next.fetch_add(1, Ordering::Relaxed);
                if race >= races {
                    return;
                }
                let call = all[race * all.len() / races];
                if let Err(what) = self.race(number, call + 1, judge) {
                    failures.lock().unwrap().push(format!("held at {}: {what}", calls[call]));
                }
            }
        };
        thread::scope(|scope| {
            // Most of the time is waiting.
            let workers = 2 * thread::available_parallelism().map_or(1, usize::from);
            (0..workers).for_each(|number| drop(scope.spawn(move || worker(number))));
        });
        let failures = failures.into_inner().unwrap();
        let shown = failures[..failures.len().min(SHOWN)].join("\n\n");
        let pair = format!("`{}` and `{}`", self.held, self.other);
        assert!(failures.is_empty(), "{} of {races} races of {pair}:\n{shown}", failures.len());
        eprintln!("{races} races of {pair}");
    }

    /// The calls of the first command alone.
    fn calls(&self) -> Vec<Call> {
        let places = self.rooms.places("undisturbed");
        self.start.copy_to(&places);
        let (command, log) = (self.command(&places, self.held), self.rooms.file("log"));
        let calls = Shim::calls(command, &log);
        fs::remove_file(log).unwrap();
        calls
    }

    fn command(&self, places: &Places, line: &str) -> Command {
        self.shim.under(&places.folders(), &places.words(line))
    }

    fn race(
        &self,
        number: usize,
        at: usize,
        judge: &(dyn Fn(&Finish<'_>) -> Result<(), String> + Sync),
    ) -> Result<(), String> {
        let places = self.rooms.places(&format!("race-{number}"));
        self.start.copy_to(&places);
        let file = |name: &str| self.rooms.file(&format!("{name}-{number}"));
        let (reached, go) = (file("reached"), file("go"));
        for old in [&reached, &go] {
            let _ = fs::remove_file(old);
        }
        let mut held = self.command(&places, self.held);
        held.env("FAULT_AT", at.to_string()).env("FAULT_KIND", "hold");
        held.env("FAULT_REACHED", &reached).env("FAULT_GO", &go);
        let mut held = Running::start(held, &file("held"));
        held.wait(PATIENCE, || reached.exists());
        let mut other = Running::start(self.command(&places, self.other), &file("other"));
        let overtook = other.wait(self.other_gets, || false) && held.is_running();
        File::create(&go).unwrap();
        let (held, other) = (held.end(), other.end());
        judge(&Finish { places: &places, held, other, overtook })
    }
}

/// A command under way, whose words go into files.
struct Running {
    child: Child,
    out: std::path::PathBuf,
    err: std::path::PathBuf,
}

impl Running {
    fn start(mut command: Command, words: &Path) -> Running {
        let (out, err) = (words.with_extension("out"), words.with_extension("err"));
        let to = |path: &Path| Stdio::from(File::create(path).unwrap());
        let child = command.stdout(to(&out)).stderr(to(&err)).spawn().unwrap();
        Running { child, out, err }
    }

    fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits until it ends or something else is true; whether it ended.
    fn wait(&mut self, patience: Duration, or: impl Fn() -> bool) -> bool {
        let start = Instant::now();
        while self.is_running() && !or() && start.elapsed() < patience {
            thread::sleep(Duration::from_millis(1));
        }
        !self.is_running()
    }

    fn end(mut self) -> Ended {
        if !self.wait(PATIENCE, || false) {
            self.child.kill().unwrap();
        }
        let status = self.child.wait().unwrap();
        let text = |path: &Path| {
            let mut bytes = Vec::new();
            File::open(path).unwrap().read_to_end(&mut bytes).unwrap();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        Ended { code: status.code(), out: text(&self.out), err: text(&self.err) }
    }
}
