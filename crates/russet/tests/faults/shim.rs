//! Compiles the preloaded shim and runs commands under it.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The compiled shim.
pub struct Shim {
    library: PathBuf,
}

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It fails because the disk is full, and the disk stays full.
    NoSpace,
    /// It fails because the disk is broken.
    Broken,
    /// It fails because it is not allowed.
    Refused,
    /// The process is killed before the call.
    KillBefore,
    /// The process is killed right after the call.
    KillAfter,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::NoSpace => "ENOSPC",
            Kind::Broken => "EIO",
            Kind::Refused => "EACCES",
            Kind::KillBefore => "kill-before",
            Kind::KillAfter => "kill-after",
        }
    }

    /// What the operating system calls the error; nothing for a kill.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Kind::NoSpace => Some("No space left on device"),
            Kind::Broken => Some("Input/output error"),
            Kind::Refused => Some("Permission denied"),
            Kind::KillBefore | Kind::KillAfter => None,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

/// A file system call of a command, as the shim logged it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `create`, `open`, `read`, `write`, `sync`, `rename`, `link`, `unlink`, `mkdir`, `truncate`, `lock`.
    pub name: String,
    pub succeeded: bool,
    pub path: PathBuf,
    /// The new name, of a rename or a link.
    pub other: Option<PathBuf>,
}

impl fmt::Display for Call {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} {}", self.name, self.path.display())?;
        self.other.iter().try_for_each(|other| write!(to, " to {}", other.display()))
    }
}

impl Shim {
    /// The shim, or one line on stderr where there cannot be one.
    pub fn get() -> Option<&'static Shim> {
        static SHIM: OnceLock<Option<Shim>> = OnceLock::new();
        SHIM.get_or_init(|| Shim::compile().map_err(|why| eprintln!("skipped: {why}")).ok())
            .as_ref()
    }

    fn compile() -> Result<Shim, String> {
        if !cfg!(target_os = "linux") {
            return Err("faults are injected on Linux only".to_owned());
        }
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libfault_shim.so");
        // Another process of the tests may compile it at the same time.
        let fresh = library.with_extension(std::process::id().to_string());
        let compiler = Command::new("cc")
            .args(["-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-O1", "-o"])
            .args([&fresh, &source])
            .output()
            .map_err(|error| format!("no C compiler to inject faults with: {error}"))?;
        let said = String::from_utf8_lossy(&compiler.stderr);
        assert!(compiler.status.success(), "the shim does not compile: {said}");
        fs::rename(&fresh, &library).unwrap();
        let shim = Shim { library };
        let probe = shim.under(&[Path::new("/nowhere")], &["--version"]).output().unwrap();
        match probe.status.success() {
            true => Ok(shim),
            false => Err(String::from_utf8_lossy(&probe.stderr).trim().to_owned()),
        }
    }

    /// A command under the shim, which counts calls below some folders and leaves them alone.
    pub fn under<W: AsRef<std::ffi::OsStr>>(&self, below: &[&Path], words: &[W]) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("russet"));
        command
            .args(words)
            .env("LD_PRELOAD", &self.library)
            .env("FAULT_BELOW", std::env::join_paths(below).unwrap())
            .stdin(Stdio::null());
        command
    }

    /// Makes the call of a number, counted from 1, fail or kill.
    pub fn inject(command: &mut Command, at: usize, kind: Kind) {
        command.env("FAULT_AT", at.to_string()).env("FAULT_KIND", kind.name());
    }

    /// Runs a command to its end, which must be a good one, and gives its calls.
    pub fn calls(mut command: Command, log: &Path) -> Vec<Call> {
        let output = command.env("FAULT_LOG", log).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(log).unwrap_or_default().lines().map(call).collect()
    }
}

fn call(line: &str) -> Call {
    let mut parts = line.split('\t');
    let mut part = || parts.next().map(str::to_owned);
    let (name, result) = (part().unwrap(), part().unwrap());
    let (path, other) = (part().unwrap().into(), part().map(PathBuf::from));
    Call { name, succeeded: !result.starts_with('-'), path, other }
}
