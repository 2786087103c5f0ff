//! A full disk behind stderr ends no command, and one behind stdout ends it with an error.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Built, words};

/// An output on which there is never room.
fn full() -> Stdio {
    Stdio::from(File::options().write(true).open("/dev/full").unwrap())
}

fn command(line: &str, paths: &[(&str, &Path)]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("russet"));
    command.args(words(line, paths)).stdin(Stdio::null());
    command
}

#[test]
fn a_command_that_cannot_talk_does_its_work_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let built = Built::shared();
    let path = |name: &str| folder.path().join(name);
    let (closes, market, made, run) = (path("nyse.csv"), path("market"), path("made"), path("run"));
    let rows = "date,ticker,close\n2024-06-28,IBM,172.95\n2024-06-28,GE,minus\n";
    std::fs::write(&closes, rows).unwrap();
    let (of_run, family, old) = (built.market(), built.family(), built.run());
    let paths: [(&str, &Path); 7] = [
        ("closes", &closes),
        ("market", &market),
        ("made", &made),
        ("run", &run),
        ("of_run", &of_run),
        ("family", &family),
        ("old", &old),
    ];
    for line in [
        "import prices {closes} --market {market} --exchange NYSE",
        "simulate --market {made} --companies 60 --years 1",
        "build --market {of_run} --methodology {family} --run {run}",
        "levels --run {old} --index R2000",
    ] {
        let output = command(line, &paths).stderr(full()).stdout(Stdio::null()).status().unwrap();
        assert_eq!(output.code(), Some(0), "{line}");
    }
    assert!(market.join("market.json").exists() && made.join("market.json").exists());
    assert!(run.join("manifest.json").exists());
    let wrong = command("import prices {closes} --market {closes}", &paths);
    assert_eq!({ wrong }.stderr(full()).status().unwrap().code(), Some(1));
}

#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let built = Built::shared();
    let run = built.run();
    for line in [
        "levels --run {run} --index R2000 --format csv",
        "levels --run {run} --index R2000 --format parquet",
        "methodology list",
    ] {
        let output = command(line, &[("run", &run)]).stdout(full()).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{line}: {error}");
        assert!(error.contains("error: cannot write the answer to stdout: No space"), "{error}");
    }
}
