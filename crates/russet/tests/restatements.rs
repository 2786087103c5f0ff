//! Corrections of published sessions, each branch of the policy walked with the real binary: a market, a run,
//! a corrected market, the run continued, and the levels as published and as restated.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{self, Said, column, ok, rows};
use tempfile::TempDir;

const DAYS: [&str; 13] = [
    "2021-03-15",
    "2021-03-16",
    "2021-03-17",
    "2021-03-18",
    "2021-03-19",
    "2021-03-22",
    "2021-03-23",
    "2021-03-24",
    "2021-03-25",
    "2021-03-26",
    "2021-03-29",
    "2021-03-30",
    "2021-03-31",
];

/// One index of a committee: three companies with 1,000 shares each, all at 100 until 2021-03-29 and at 102
/// since. Its level is 1,000 until then, so 0.03 of a close are one basis point.
const FAMILY: &str = r#"format_version = 2
name = "three"
title = "Three companies"
version = "1"
calendar = "XNYS"
eligibility = { order = [] }
sources = { TEST = "The test's own choice" }
publication = { decimals = 6, reference = "TEST" }
ranking = { volume_years = 2, reference = "TEST" }
selection = { method = "committee", reference = "TEST" }
committee = { index = "THREE", minimum_securities = 1, reference = "TEST" }

[[indexes]]
id = "THREE"
name = "Three companies"
base_date = "2021-03-19"
base_value = "1000"
reference = "TEST"

[free_float.buffer]
points = "3"
low_float_percent = "15"
low_float_points = "1"
reference = "TEST"

[maintenance]
share_information_days = 35
reference = "TEST"
absent_sessions = 15
absence_reference = "TEST"

[returns]
convention = "additive"
withheld_percent = [{ from = "1978-01-01", value = "30", source = "TEST" }]
reference = "TEST"

[actions]
nominal_price = "0.0001"
spin_off = "kept"
spin_off_hold_sessions = 20
suspension_sessions = 10
tender_ends_percent = "90"
tender_minimum_float_percent = "5"
offering_value = "1000000000"
offering_percent = "5"
offering_percent_value = "250000000"
reference = "TEST"
"#;

/// One basis point, and the last three published sessions.
const POLICY: &str = r#"
[restatement]
threshold_bp = [{ from = "1978-01-01", value = "1", source = "TEST" }]
window_sessions = [{ from = "1978-01-01", value = 3, source = "TEST" }]
reference = "TEST"
"#;

/// A close that is another one than at first: the line, the day and the close.
type Close = (&'static str, &'static str, &'static str);

struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new(policy: &str) -> Bench {
        let bench = Bench { folder: tempfile::tempdir().unwrap() };
        fs::write(bench.at("family.toml"), format!("{FAMILY}{policy}")).unwrap();
        bench
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ok(&self, line: &str) -> Said {
        let names = ["market", "run", "family.toml", "file.csv", "notice.txt", "notice.csv"];
        let paths: Vec<(&str, PathBuf)> = names.iter().map(|name| (*name, self.at(name))).collect();
        let paths: Vec<(&str, &Path)> =
            paths.iter().map(|(name, path)| (*name, path.as_path())).collect();
        ok(line, &paths)
    }

    /// Makes the market anew up to a day, with some closes corrected, and builds the run; what was said.
    fn build(&self, last: &str, corrected: &[Close]) -> String {
        let _ = fs::remove_dir_all(self.at("market"));
        let (mut prices, mut shares) =
            ("date,ticker,close\n".to_owned(), "ticker,effective,shares,known_at\n".to_owned());
        let mut decisions = "index,effective,ticker,action,who,why\n".to_owned();
        for ticker in ["AAA", "BBB", "CCC"] {
            for day in DAYS.iter().filter(|day| **day <= last) {
                let usual = if *day < "2021-03-30" { "100" } else { "102" };
                let other = corrected.iter().find(|(line, of, _)| (*line, *of) == (ticker, *day));
                let close = other.map_or(usual, |(.., close)| *close);
                writeln!(prices, "{day},{ticker},{close}").unwrap();
            }
            writeln!(shares, "{ticker},2021-03-15,1000,2021-03-15").unwrap();
            writeln!(decisions, "THREE,2021-03-19,{ticker},add,The committee,First members")
                .unwrap();
        }
        for (what, text) in [("prices", prices), ("shares", shares), ("decisions", decisions)] {
            fs::write(self.at("file.csv"), text).unwrap();
            self.ok(&format!("import {what} {{file.csv}} --exchange NYSE --market {{market}}"));
        }
        self.ok("build --market {market} --methodology {family.toml} --run {run}").err
    }

    /// The price levels by day, of the last so many days.
    fn levels(&self, more: &str, last: usize) -> Vec<(String, String)> {
        let line = format!("levels --run {{run}} --index THREE --format csv {more}");
        let rows = rows(&self.ok(&line).out);
        let first = rows.len() - last;
        let pairs = rows.into_iter().skip(first);
        pairs.map(|row| (row["date"].clone(), row["price_return"].clone())).collect()
    }

    fn restatements(&self) -> String {
        self.ok("restatements --run {run} --format csv").out
    }

    fn verified(&self) -> String {
        self.ok("verify --run {run}").err
    }
}

fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(day, level)| ((*day).to_owned(), (*level).to_owned())).collect()
}

/// The close of AAA on 2021-03-29 was 100.02, not 100: 0.67 bp, below the threshold. The published 1000 stays,
/// and the move to 2021-03-30 is the corrected one, from 300,020 to 306,000 dollars: 1000 × 306000 ÷ 300020.
#[test]
fn a_correction_below_the_threshold_is_carried() {
    let bench = Bench::new(POLICY);
    bench.build("2021-03-29", &[]);
    let corrected = [("AAA", "2021-03-29", "100.02")];
    let said = bench.build("2021-03-30", &corrected);
    for part in [
        "continued after 2021-03-26",
        "kept 1 published level and carried the correction from the next session on",
        "close of AAA on 2021-03-29 was 100 and is 100.02",
        "0.67 bp of THREE on 2021-03-29, is below the threshold of 1 bp",
    ] {
        assert!(said.contains(part), "no '{part}': {said}");
    }
    let levels = pairs(&[("2021-03-29", "1000.000000"), ("2021-03-30", "1019.932005")]);
    assert_eq!(bench.levels("", 2), levels);
    assert_eq!(bench.levels("--as-published", 2), levels);
    let listed = bench.restatements();
    assert_eq!(column(&listed, "date"), ["2021-03-29"]);
    assert_eq!(column(&listed, "treatment"), ["carried"]);
    assert_eq!(column(&listed, "published_price_return"), ["1000.000000"]);
    assert_eq!(column(&listed, "restated_price_return"), ["1000.066667"]);
    assert!(bench.verified().contains("equal to the last bit"));
    let changes = bench
        .ok("changes --run {run} --index THREE --between 2021-03-26 2021-03-30 --format csv")
        .out;
    assert!(changes.contains("price corrected"), "{changes}");
    // The next day goes on from the last checkpoint, and nothing is found twice.
    let said = bench.build("2021-03-31", &corrected);
    assert!(said.contains("continued after 2021-03-29") && !said.contains("carried"), "{said}");
    assert_eq!(bench.levels("", 1), pairs(&[("2021-03-31", "1019.932005")]));
    assert_eq!(bench.restatements(), listed);
    assert!(bench.verified().contains("0 published levels restated, 1 kept"));
}

/// A second close, of 2021-03-30, was 0.3 too low: 9.8 bp. The run is restated from the first session that
/// any correction moves, the one that had been carried included.
#[test]
fn a_correction_at_the_threshold_restates_every_affected_session() {
    let bench = Bench::new(POLICY);
    bench.build("2021-03-29", &[]);
    bench.build("2021-03-31", &[("AAA", "2021-03-29", "100.02")]);
    let said = bench
        .build("2021-03-31", &[("AAA", "2021-03-29", "100.02"), ("BBB", "2021-03-30", "102.3")]);
    assert!(said.contains("restated 3 published levels, 2021-03-29 to 2021-03-31"), "{said}");
    assert!(said.contains("reaches the threshold of 1 bp"), "{said}");
    let restated = [
        ("2021-03-29", "1000.066667"),
        ("2021-03-30", "1021.000000"),
        ("2021-03-31", "1020.000000"),
    ];
    let published = [
        ("2021-03-29", "1000.000000"),
        ("2021-03-30", "1019.932005"),
        ("2021-03-31", "1019.932005"),
    ];
    assert_eq!(bench.levels("", 3), pairs(&restated));
    assert_eq!(bench.levels("--as-published", 3), pairs(&published));
    assert_eq!(column(&bench.restatements(), "treatment"), ["restated"; 3]);
    assert!(bench.verified().contains("3 published levels restated, 0 kept"));
}

/// The close of CCC on 2021-03-23 was 120, not 100: 667 bp, but of seven sessions back.
#[test]
fn a_correction_before_the_window_is_carried_whatever_its_size() {
    let bench = Bench::new(POLICY);
    bench.build("2021-03-31", &[]);
    let before = bench.levels("", 9);
    let said = bench.build("2021-03-31", &[("CCC", "2021-03-23", "120")]);
    assert!(said.contains("2021-03-23, is 7 sessions back, and only the last 3"), "{said}");
    assert_eq!(bench.levels("", 9), before);
    assert_eq!(column(&bench.restatements(), "restated_price_return"), ["1066.666667"]);
    assert!(bench.verified().contains("equal to the last bit"));
}

/// Without a policy every correction restates, as does one without a checkpoint before it.
#[test]
fn without_a_policy_every_correction_restates_and_the_published_levels_are_kept() {
    let bench = Bench::new("");
    bench.build("2021-03-31", &[]);
    bench.build("2021-03-31", &[("CCC", "2021-03-23", "100.000001")]);
    assert_eq!(bench.levels("--from 2021-03-23 --to 2021-03-23", 1)[0].1, "1000.000003");
    let published = bench.levels("--as-published --from 2021-03-23 --to 2021-03-23", 1);
    assert_eq!(published[0].1, "1000.000000");
    // The correction is taken back: nothing is restated any more.
    bench.build("2021-03-31", &[]);
    assert_eq!(column(&bench.restatements(), "date"), Vec::<String>::new());
}

/// A correction to a run whose checkpoints were deleted is still a correction.
#[test]
fn a_run_without_checkpoints_keeps_what_it_has_published() {
    let bench = Bench::new(POLICY);
    bench.build("2021-03-30", &[]);
    fs::remove_dir_all(bench.at("run/checkpoints")).unwrap();
    bench.build("2021-03-31", &[("AAA", "2021-03-30", "102.02")]);
    assert_eq!(
        bench.levels("", 2),
        pairs(&[("2021-03-30", "1020.000000"), ("2021-03-31", "1019.933338")])
    );
    assert!(bench.verified().contains("equal to the last bit"));
    // An order to begin with the first session gives a run without a published past.
    bench.ok("build --market {market} --methodology {family.toml} --run {run} --rebuild");
    assert_eq!(column(&bench.restatements(), "date"), Vec::<String>::new());
}

#[test]
fn a_change_of_rules_is_no_correction_and_restates() {
    let bench = Bench::new(POLICY);
    bench.build("2021-03-31", &[]);
    let text =
        format!("{FAMILY}{POLICY}").replace("base_value = \"1000\"", "base_value = \"1000.01\"");
    fs::write(bench.at("family.toml"), text).unwrap();
    bench.build("2021-03-31", &[]);
    assert_eq!(bench.levels("", 1), pairs(&[("2021-03-31", "1020.010200")]));
}

/// What subscribers are sent, as text and as CSV.
#[test]
fn the_notice_says_what_moved_by_how_much_why_and_what_happens() {
    let bench = Bench::new(POLICY);
    bench.build("2021-03-29", &[]);
    bench.build("2021-03-30", &[("AAA", "2021-03-29", "100.02")]);
    bench.ok("restatements --run {run} --notice {notice.txt}");
    let text = fs::read_to_string(bench.at("notice.txt")).unwrap();
    insta::assert_snapshot!(text, @r"
    Notice of corrections to published index levels

    Correction 1, found after 2021-03-29
    Cause: close of AAA on 2021-03-29 was 100 and is 100.02; the largest move, 0.67 bp of THREE on 2021-03-29, is below the threshold of 1 bp.
    Treatment: carried. The published levels stay. The corrected data count from the session after 2021-03-29 on.
      THREE: 2021-03-29 to 2021-03-29, 1 session, at most +0.67 bp
    ");
    bench.ok("restatements --run {run} --index THREE --notice {notice.csv}");
    let notice = rows(&fs::read_to_string(bench.at("notice.csv")).unwrap());
    let cell = |name: &str| notice[0][name].as_str();
    assert_eq!(notice.len(), 1);
    assert_eq!(
        [cell("index"), cell("first_session"), cell("last_session")],
        ["THREE", "2021-03-29", "2021-03-29"]
    );
    assert_eq!([cell("basis_points"), cell("treatment")], ["0.6667", "carried"]);
    let error =
        support::fails("restatements --run {run} --index FOUR", &[("run", &bench.at("run"))]);
    assert!(error.contains("the run has no index 'FOUR' (hint: it has THREE)"), "{error}");
}
