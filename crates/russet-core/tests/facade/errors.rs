//! A failure says what kind it is, and reads like one of the command line.

use std::error::Error as _;
use std::fs;

use russet_core::jiff::civil::date;
use russet_core::{BuildOptions, Error, Market, Methodology, Run, SweepOptions};

use crate::support::Bench;

/// Every predicate of an error by its name.
fn predicates(error: &Error) -> Vec<&'static str> {
    let all = [
        ("not found", error.is_not_found()),
        ("damaged", error.is_damaged()),
        ("busy", error.is_busy()),
        ("occupied", error.is_occupied()),
        ("invalid methodology", error.is_invalid_methodology()),
        ("unknown index", error.is_unknown_index()),
        ("unknown security", error.is_unknown_security()),
        ("outside run", error.is_outside_run()),
        ("unbuildable", error.is_unbuildable()),
        ("invalid argument", error.is_invalid_argument()),
    ];
    all.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

fn assert_is<T: std::fmt::Debug>(found: Result<T, Error>, kind: &str, parts: &[&str]) {
    let error = found.unwrap_err();
    assert_eq!(predicates(&error), [kind], "{error}");
    for part in parts {
        assert!(error.to_string().contains(part), "no '{part}' in: {error}");
    }
}

#[test]
fn each_failure_is_of_one_kind_and_says_what_to_do() {
    let bench = Bench::shared();
    let (run, day) = (&bench.run, date(2026, 6, 30));
    assert_is(Market::open(bench.path("none")), "not found", &["is no market folder", "hint: "]);
    assert_is(Run::open(bench.path("none")), "not found", &["is no run folder", "hint: "]);
    assert_is(
        Run::open_version(bench.path("run"), 9),
        "not found",
        &["has no version 9", "hint: "],
    );
    assert_is(
        Methodology::load("rusel-us"),
        "not found",
        &[
            "no methodology named 'rusel-us' (hint: built in are russell-us, ",
            "did you mean russell-us?)",
        ],
    );
    assert_is(
        Methodology::load("no/such.toml"),
        "not found",
        &["cannot read the methodology no/such.toml: "],
    );
    assert_is(
        bench.rules.with("breakpoints.20.half_width_percent", "250"),
        "invalid methodology",
        &["small.toml", "'250' is not a percentage", "hint: "],
    );
    assert_is(
        run.levels("SMALL400", ..),
        "unknown index",
        &[
            "the run has no index 'SMALL400' (hint: it has ALL60, LARGE20, SMALL40; did you mean SMALL40?)",
        ],
    );
    assert_is(run.constituents("R2000", day), "unknown index", &["SMALL40)"]);
    assert_is(
        run.explain("NOTHERE", day),
        "unknown security",
        &["no decision about NOTHERE up to 2026-06-30"],
    );
    assert_is(run.explain("two,words", day), "invalid argument", &["'two,words' is no symbol"]);
    assert_is(
        run.explain("S", date(2027, 2, 1)),
        "outside run",
        &["2025-03-21 to 2026-12-31", "hint: "],
    );
    assert_is(
        run.levels("ALL60", ..date(2025, 1, 1)),
        "outside run",
        &["2025-03-21 to 2026-12-31", "hint: "],
    );
    assert_is(
        run.level("ALL60", date(2026, 6, 27)),
        "outside run",
        &["not a session: Saturday", "hint: "],
    );
    assert_is(
        run.constituents("ALL60", date(2025, 1, 3)),
        "outside run",
        &["no constituents on 2025-01-03"],
    );
    assert_is(
        run.changes("ALL60", day, day),
        "invalid argument",
        &["the first day must come before"],
    );
    let from = BuildOptions::new().first_session(date(2027, 6, 1));
    assert_is(
        bench.market.build(&bench.rules, bench.path("late"), &from),
        "unbuildable",
        &["the range is empty"],
    );
    assert!(!bench.path("late").exists(), "a build that fails leaves nothing");
    let sweep = |options: SweepOptions<'_>| bench.market.sweep(&bench.rules, &options);
    assert_is(
        sweep(SweepOptions::new().indexes(["LARGE2"])),
        "unknown index",
        &["did you mean LARGE20?"],
    );
    assert_is(
        sweep(SweepOptions::new().vary("breakpoints.20.half_width_percent", ["wide"])),
        "invalid methodology",
        &["variant 'breakpoints.20.half_width_percent=wide': small.toml"],
    );
    assert_is(
        sweep(
            SweepOptions::new()
                .vary("maintenance.absent_sessions", (0..10_001).map(|n| n.to_string())),
        ),
        "invalid argument",
        &["more than 10000 variants", "hint: "],
    );
    assert_is(
        sweep(SweepOptions::new().first_session(date(2027, 6, 1))),
        "unbuildable",
        &["variant 'base': the range is empty"],
    );
}

#[test]
fn a_damaged_file_is_named() {
    let bench = Bench::shared();
    let folder = bench.path("damaged");
    let until = BuildOptions::new().last_session(date(2025, 4, 30));
    let run = bench.market.build(&bench.rules, &folder, &until).unwrap().run;
    let levels = run.manifest().outputs.iter().find(|file| file.table == "levels").unwrap();
    let path = folder.join(&levels.file);
    fs::remove_file(&path).unwrap();
    fs::write(&path, "torn").unwrap();
    assert_is(
        run.levels("ALL60", ..),
        "damaged",
        &[&levels.file, "does not match the manifest", "hint: "],
    );
    fs::write(folder.join("manifest.json"), "{}").unwrap();
    assert_is(Run::open(&folder), "damaged", &["manifest.json"]);
}

#[test]
fn the_cause_of_the_operating_system_can_be_asked_for() {
    let error = Methodology::read("no/such.toml").unwrap_err();
    let source = error.source().unwrap().downcast_ref::<std::io::Error>().unwrap();
    assert_eq!(source.kind(), std::io::ErrorKind::NotFound);
    assert_eq!(format!("{error:?}"), error.to_string(), "a main that fails prints the text");
    assert!(format!("{error:#?}").contains("MethodologyFile"));
}
