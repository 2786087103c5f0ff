//! How near to the real Russell 2000 the rules come on real files, and why each company stands where it
//! stands.

use crate::support::bench::{Bench, data};
use jiff::civil::date;
use russet_calc::RunFolder;
use russet_rules::Decision;
use serde_json::Value;

const BUILD: &str =
    "build --market {market} --from 2021-06-25 --to 2024-06-28 --run {run} --replace";

fn market(bench: &Bench) {
    bench.import("screener", &bench.files("screener", ".parquet"));
    bench.import("holdings", &bench.files("holdings", ".csv"));
    bench.import("members", &["{data}/holdings/members.parquet".to_owned()]);
    bench.import("sec", &bench.files("reference", ".parquet"));
}

#[test]
#[ignore = "takes a release binary: see .ci/run"]
fn real_files_come_as_near_to_the_real_index_as_public_facts_allow() {
    let Some(data) = data() else { return };
    let bench = Bench::new(data);
    market(&bench);
    bench.ok(&format!("{BUILD} --infer-from-lists"));
    members_agree(&bench, [("2023-11-22", 0.91), ("2024-05-31", 0.91)]);
    bench.ok(&format!("{BUILD} --without-float-estimates"));
    levels_agree(&bench, 1.1, 0.9985);
    bench.ok(BUILD);
    levels_agree(&bench, 1.0, 0.9989);
    years_agree(&bench);
    let floors =
        [("2022-05-31", 0.84), ("2022-11-30", 0.88), ("2023-11-22", 0.89), ("2024-05-31", 0.89)];
    members_agree(&bench, floors);
    breakpoints_agree(&bench);
    every_float_says_where_it_comes_from(&bench);
    companies_of_every_verdict_are_explained(&bench);
    facts_mend_misses(&bench);
    the_observed_index_follows(&bench);
}

fn members_agree<const N: usize>(bench: &Bench, floors: [(&str, f64); N]) {
    for (day, floor) in floors {
        let line = "validate members --run {run} --index R2000 --against {data}/holdings";
        let rows = bench.json(&format!("{line}/members.parquet --on {day}"));
        let jaccard = rows[0]["jaccard"].as_f64().unwrap();
        assert!(rows.len() == 1 && jaccard >= floor, "{day}: {rows:?}");
    }
}

fn levels(bench: &Bench) -> Vec<Value> {
    bench.json("validate levels --run {run} --index R2000 --against {data}/levels/RUT.csv")
}

/// Tracking error in percent a year without doubtful sessions; correlation with all of them.
fn levels_agree(bench: &Bench, tracking_error: f64, correlation: f64) {
    let rows = levels(bench);
    assert!(rows[0]["returns"].as_u64().unwrap() > 700, "{rows:?}");
    assert!(rows[0]["correlation"].as_f64().unwrap() >= correlation, "{rows:?}");
    assert!(rows[1]["returns"].as_u64().unwrap() > 700, "few sessions are doubtful: {rows:?}");
    assert!(rows[1]["tracking_error_percent"].as_f64().unwrap() <= tracking_error, "{rows:?}");
}

/// The return of each year, as the printed table has it.
fn years_agree(bench: &Bench) {
    let line = "validate levels --run {run} --index R2000 --against {data}/levels/RUT.csv";
    let text = bench.ok(line).0;
    let gaps: Vec<f64> = text
        .lines()
        .map(str::split_whitespace)
        .map(Iterator::collect::<Vec<_>>)
        .filter(|words| words.len() > 5 && words[0].len() == 4 && words[0].starts_with("20"))
        .map(|words| words[4].parse().unwrap())
        .collect();
    assert_eq!(gaps.len(), 4, "{text}");
    assert!(gaps.iter().all(|gap| gap.abs() <= 1.0), "{gaps:?}");
}

fn breakpoints_agree(bench: &Bench) {
    let decisions: Vec<Decision> = RunFolder::at(bench.at("run")).table().unwrap();
    for (effective, billions) in [
        (date(2021, 6, 25), 5.2),
        (date(2022, 6, 24), 4.6),
        (date(2023, 6, 23), 4.2),
        (date(2024, 6, 28), 4.6),
    ] {
        let last = decisions.iter().find(|row| {
            row.effective_after_close == effective
                && row.occasion == "reconstitution"
                && row.rank == Some(1000)
        });
        let cap =
            last.and_then(|row| row.company_market_cap).expect("a company at rank 1,000").to_f64();
        assert!((cap / (billions * 1e9) - 1.0).abs() <= 0.03, "{effective}: {cap}");
    }
}

fn every_float_says_where_it_comes_from(bench: &Bench) {
    let rows = bench.json("constituents --run {run} --index R2000 --on 2023-12-29");
    let from = |words: &str| {
        let said = |row: &&Value| row["free_float_source"].as_str().unwrap().starts_with(words);
        rows.iter().filter(said).count()
    };
    let estimated = from("estimated from IWM's quantities");
    assert!(estimated > 1_700, "{estimated} of {}", rows.len());
    let others = from("estimated from IWB's") + from("assumed of a security") + from("none known");
    assert_eq!(estimated + others, rows.len());
}

/// Twenty companies, each with what was decided, by which rule read where, from which facts of which
/// day and source.
fn companies_of_every_verdict_are_explained(bench: &Bench) {
    let told: Vec<String> = [
        ("AAPL", "2023-06-30"),
        ("SMCI", "2023-06-30"),
        ("CNM", "2023-12-29"),
        ("MODG", "2022-12-30"),
        ("META", "2022-07-29"),
        ("SIVB", "2023-06-30"),
        ("RWAY", "2023-06-30"),
        ("KLG", "2024-03-28"),
        ("RIVN", "2022-03-31"),
        ("TOST", "2022-03-31"),
        ("PRM", "2022-12-30"),
        ("BORR", "2022-12-30"),
        ("BABA", "2023-06-30"),
        ("ET", "2023-06-30"),
        ("PSTH", "2021-12-31"),
        ("CRD.A", "2022-12-30"),
        ("AEVA", "2022-12-30"),
        ("ADMP", "2022-12-30"),
        ("UHAL", "2023-06-30"),
        ("PL", "2022-12-30"),
    ]
    .map(|(ticker, day)| bench.ok(&format!("explain --run {{run}} {ticker} --on {day}")).0)
    .to_vec();
    insta::assert_snapshot!("explained", told.join("\n----------------\n\n"));
}

/// Votes and floats that a user looks up mend what the rules cannot know.
fn facts_mend_misses(bench: &Bench) {
    let votes = "ticker,effective,class,shares,votes_per_share,free_float_percent\n\
        FHI,2023-01-03,A,9000,1,0\nFHI,2023-01-03,B,89000000,0,95\n\
        TR,2023-01-03,Common,40000000,1,5\nTR,2023-01-03,B,28000000,10,0\n";
    let floats = "ticker,effective,free_float_percent\nCVI,2023-01-03,4.5\nFIZZ,2023-01-03,20\n";
    let overrides = "ticker,field,value,who,why,evidence,from,until\n\
        BORR,nationality,United States,A. Reader,rigs under flags of convenience,10-K note 5,2022-01-03,\n";
    for (what, text) in [("votes", votes), ("float", floats), ("overrides", overrides)] {
        let file = bench.at(&format!("{what}.csv"));
        std::fs::write(&file, text).unwrap();
        bench.import(what, &[file.display().to_string()]);
    }
    let holds = |ticker: &str| {
        let rows = bench.json("constituents --run {run} --index R2000 --on 2023-06-30");
        rows.into_iter().find(|row| row["ticker"] == ticker)
    };
    let weight = holds("FIZZ").unwrap()["weight"].as_f64().unwrap();
    assert!(["FHI", "TR", "CVI"].iter().all(|ticker| holds(ticker).is_some()));
    // Gone on with, the run would keep what it published and carry the facts from its end on.
    bench.ok(&format!("{BUILD} --rebuild"));
    for (ticker, rule) in [("FHI", "votes"), ("TR", "votes"), ("CVI", "free_float")] {
        assert!(holds(ticker).is_none(), "{ticker}");
        let text = bench.explained(ticker, date(2023, 6, 26));
        assert!(text.contains(&format!("rule '{rule}' (R46 5.1")), "{text}");
    }
    assert!(holds("BORR").is_some(), "home by a reader's word");
    let text = bench.explained("BORR", date(2023, 6, 26));
    let words =
        "override: nationality is United States by A. Reader: rigs under flags of convenience";
    assert!(text.contains(words), "{text}");
    let fizz = holds("FIZZ").unwrap();
    assert_eq!(fizz["free_float_source"], "float.csv");
    assert!(fizz["weight"].as_f64().unwrap() < weight, "{fizz:?}");
}

/// All sessions, and the forty after each list with quantities.
fn the_observed_index_follows(bench: &Bench) {
    for (from, to, tracking_error) in [
        ("2021-05-14", "2024-06-28", 0.8),
        ("2021-05-14", "2021-07-13", 0.4),
        ("2023-06-05", "2023-08-01", 0.4),
        ("2023-11-22", "2024-01-23", 0.4),
    ] {
        bench.ok(&format!(
            "build --market {{market}} --methodology observed-r2000 --from {from} --to {to} --run {{run}} --replace"
        ));
        let rows = levels(bench);
        let trusted = rows.last().unwrap();
        assert!(trusted["returns"].as_u64().unwrap() > 30, "{rows:?}");
        let found = trusted["tracking_error_percent"].as_f64().unwrap();
        assert!(found <= tracking_error, "{from} to {to}: {found}");
    }
}
