//! `russet validate` against files whose figures can be worked out by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::support::{self, Built, Said, ok, rows};
use jiff::civil::date;
use russet_calc::RunFolder;
use russet_rules::{Decision, Verdict};
use serde_json::Value;

/// A list of this day shows what holds after its close: what the next session's index holds.
const LISTED: &str = "2025-09-02";
const NEXT: &str = "2025-09-03";

/// A level of a day to come is refused, and a simulation may end with such days.
const UNTIL: &str = "2026-01-01";

fn levels_of(built: &Built) -> Vec<(String, f64)> {
    let csv = built.ok("levels --run {run} --index R2000 --format csv").out;
    let level = |row: BTreeMap<String, String>| {
        (row["date"].clone(), row["price_return"].parse::<f64>().unwrap())
    };
    let levels = rows(&csv).into_iter().map(level);
    levels.filter(|(day, _)| day.as_str() < UNTIL).collect()
}

/// Validates against a file of this text, in one form.
fn validated(built: &Built, what: &str, (name, text): (&str, &str), format: &str) -> Said {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    let run = built.run();
    let paths: [(&str, &Path); 2] = [("run", &run), ("file", &file)];
    let line = format!("validate {what} --run {{run}} --index R2000 --against {{file}}");
    ok(&format!("{line} --format {format}"), &paths)
}

fn json(said: &Said) -> Vec<Value> {
    serde_json::from_str(&said.out).unwrap()
}

fn number(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap_or_else(|| panic!("no number '{name}' in {row}"))
}

#[test]
fn levels_on_another_scale_agree_fully() {
    let built = Built::shared();
    let levels = levels_of(&built);
    let lines = levels.iter().map(|(day, level)| format!("{day},{}\n", level * 2.5));
    let text = format!("date,close\n{}", lines.collect::<String>());
    let answer = json(&validated(&built, "levels", ("THEIRS.csv", &text), "json"));
    assert_eq!(answer.len(), 1, "no level is doubted: {answer:?}");
    assert_eq!(answer[0]["returns"], levels.len() - 1);
    assert!((number(&answer[0], "correlation") - 1.0).abs() < 1e-9, "{answer:?}");
    assert!(number(&answer[0], "tracking_error_percent") < 1e-4, "{answer:?}");
}

#[test]
fn a_doubted_level_is_told_apart_and_is_the_worst_day() {
    let built = Built::shared();
    let levels = levels_of(&built);
    let doubted = levels.len() / 2;
    let mut text = "date,close,suspect\n".to_owned();
    for (place, (day, level)) in levels.iter().enumerate() {
        let (factor, suspect) = if place == doubted { (1.04, 1) } else { (1.0, 0) };
        text += &format!("{day},{},{suspect}\n", level * factor);
    }
    let answer = json(&validated(&built, "levels", ("THEIRS.csv", &text), "json"));
    let day = &levels[doubted].0;
    assert_eq!(answer[0]["sessions"], "all");
    assert_eq!(answer[1]["sessions"], "without suspect and stale sessions");
    assert_eq!(answer[1]["left_out"], format!("{day} theirs: suspect, reverses"));
    assert_eq!(number(&answer[0], "returns") - number(&answer[1], "returns"), 2.0);
    assert!(number(&answer[1], "tracking_error_percent") < 1e-4, "{answer:?}");

    // By hand: all differences are zero but those of the doubted day and of the day after it.
    let returns = |place: usize| levels[place].1 / levels[place - 1].1;
    let gaps = [returns(doubted) * -0.04, returns(doubted + 1) * (1.0 - 1.0 / 1.04)];
    let count = (levels.len() - 1) as f64;
    let mean = gaps.iter().sum::<f64>() / count;
    let squares = gaps.iter().map(|gap| gap * gap).sum::<f64>() - count * mean * mean;
    let expected = (squares / (count - 1.0) * 252.0).sqrt() * 100.0;
    let told = number(&answer[0], "tracking_error_percent");
    assert!((told / expected - 1.0).abs() < 1e-6, "{told} is not {expected}");
    assert!(number(&answer[0], "correlation") < 0.99);

    let page = validated(&built, "levels", ("THEIRS.csv", &text), "table");
    let worst = page.out.lines().skip_while(|line| !line.starts_with("worst_day")).nth(2).unwrap();
    assert!(worst.starts_with(day) && worst.ends_with("yes"), "{worst}");
    let named = format!("{day}  theirs  suspect, reverses");
    assert!(page.out.lines().any(|line| line == named), "{}", page.out);
    assert!(page.err.contains("R2000 against THEIRS, 2025-06-27 to 2025-12-31"), "{}", page.err);
}

/// A run of the other index is a run of the wrong members: with those of the list in their place, and
/// with the quantities of the list, next to nothing is left of the error.
#[test]
fn a_budget_names_membership_where_the_members_are_another_index() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let (market, levels) = (folder.path().join("market"), folder.path().join("RUT.csv"));
    for (path, bytes) in support::bytes_below(&built.market()) {
        let path = market.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let of_other = |line: &str| rows(&built.ok(&format!("{line} --index R2500 --format csv")).out);
    let mut text = "date,close\n".to_owned();
    for row in of_other("levels --run {run}").iter().filter(|row| row["date"].as_str() < UNTIL) {
        text += &format!("{},{}\n", row["date"], row["price_return"]);
    }
    fs::write(&levels, text).unwrap();
    let mut text = "ticker,name,asset_class,weight,quantity,price\n".to_owned();
    for row in of_other(&format!("constituents --run {{run}} --on {NEXT}")) {
        text += &format!("{},{},Equity,,{},\n", row["ticker"], row["name"], row["index_shares"]);
    }
    let list = folder.path().join(format!("IWM_{LISTED}.csv"));
    fs::write(&list, text).unwrap();
    let run = built.run();
    let paths: [(&str, &Path); 4] =
        [("run", &run), ("market", &market), ("levels", &levels), ("list", &list)];
    ok("import holdings {list} --market {market}", &paths);

    let line = "validate levels --run {run} --index R2000 --against {levels} --budget";
    let answer = json(&ok(&format!("{line} --market {{market}} --format json"), &paths));
    let parts: Vec<&str> = answer.iter().map(|row| row["part"].as_str().unwrap()).collect();
    let each = ["membership", "shares and float", "prices and the rest"];
    assert_eq!(parts, [each, each].concat(), "over all returns, and of the one basket");
    assert_eq!(answer[3]["reconstitution"], "2025-06-27");
    assert!(number(&answer[0], "variance_percent") > 90.0, "{answer:?}");
    let shares: f64 = answer[..3].iter().map(|row| number(row, "variance_percent")).sum();
    assert!((shares - 100.0).abs() < 1e-6, "{answer:?}");
    let (whole, left) =
        (number(&answer[0], "tracking_error_percent"), number(&answer[1], "with_truth_percent"));
    assert!(left < whole / 10.0, "{answer:?}");
    let page = ok(&format!("{line} --market {{market}}"), &paths).out;
    assert!(page.contains("The lists of IWM give the members of "), "{page}");

    let other = folder.path().join("other");
    let paths: [(&str, &Path); 3] = [("run", &run), ("levels", &levels), ("market", &other)];
    ok("simulate --market {market} --companies 20 --years 1", &paths);
    let error = support::fails(&format!("{line} --market {{market}}"), &paths);
    assert!(error.contains("the run was not made from ") && error.contains("hint: "), "{error}");
    assert_eq!(support::run(support::words(line, &paths)).code, 2, "a budget needs a market");
}

#[test]
fn a_list_is_compared_by_precision_recall_and_jaccard_and_misses_have_reasons() {
    let built = Built::shared();
    let csv =
        built.ok(&format!("constituents --run {{run}} --index R2000 --on {NEXT} --format csv"));
    let ours: Vec<(String, f64)> = rows(&csv.out)
        .into_iter()
        .map(|row| (row["ticker"].clone(), row["weight"].parse().unwrap()))
        .collect();
    let members: BTreeSet<&str> = ours.iter().map(|(ticker, _)| ticker.as_str()).collect();
    let larger = built.members("RTOP50", NEXT);
    let larger = larger.iter().find(|one| !members.contains(one.as_str())).unwrap();
    let decisions: Vec<Decision> = RunFolder::at(built.run()).table().unwrap();
    let refused = decisions
        .iter()
        .rfind(|row| {
            row.verdict == Verdict::Refused && row.effective_after_close < date(2025, 9, 2)
        })
        .unwrap();

    // Every tenth member is not on the list, and three lines of it are no members.
    let kept: Vec<&(String, f64)> =
        ours.iter().enumerate().filter(|(place, _)| place % 10 != 3).map(|(_, one)| one).collect();
    let mut text = "fund,as_of,ticker,weight\n".to_owned();
    for (ticker, weight) in &kept {
        text += &format!("IWM,{LISTED},{ticker},{}\n", weight * 100.0);
    }
    for ticker in [larger.as_str(), refused.ticker.as_str(), "NOSUCH"] {
        text += &format!("IWM,{LISTED},{ticker},0\n");
    }
    let lists = ("lists.csv", text.as_str());
    let answer = json(&validated(&built, "members", lists, "json"));
    let (both, theirs) = (kept.len() as f64, kept.len() as f64 + 3.0);
    let row = &answer[0];
    assert_eq!((row["fund"].as_str(), row["as_of"].as_str()), (Some("IWM"), Some(LISTED)));
    for (name, expected) in [
        ("ours", ours.len() as f64),
        ("theirs", theirs),
        ("both", both),
        ("precision", both / ours.len() as f64),
        ("recall", both / theirs),
        ("jaccard", both / (ours.len() as f64 + 3.0)),
        ("weight_overlap", kept.iter().map(|(_, weight)| weight).sum()),
    ] {
        let told = number(row, name);
        assert!((told - expected).abs() < 1e-9, "{name} is {told}, by hand {expected}");
    }

    let page = validated(&built, "members", lists, "table").out;
    let (missed, extra) = page.split_once("Extra: in the index, not on the list").unwrap();
    for (reason, ticker) in [
        ("placed elsewhere by ".to_owned(), larger.as_str()),
        (format!("refused by {}", refused.rule), refused.ticker.as_str()),
        ("not in the market under this symbol".to_owned(), "NOSUCH"),
    ] {
        let group = missed.split_once(&reason).unwrap_or_else(|| panic!("no '{reason}': {page}")).1;
        let example = group.lines().nth(1).unwrap();
        assert!(example.trim_start().starts_with(ticker), "{example}");
    }
    assert!(extra.contains("entered by ") || extra.contains("stayed by "), "{extra}");
    let counted: usize = extra
        .lines()
        .filter_map(|line| line.trim_start().split_once("  ")?.0.parse::<usize>().ok())
        .sum();
    assert_eq!(counted, ours.len() - kept.len(), "every extra has its reason: {extra}");
}

#[test]
fn a_list_of_a_day_without_the_index_is_refused() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lists.csv");
    fs::write(&file, "fund,as_of,ticker\nIWM,2024-09-03,ABC\n").unwrap();
    let run = built.run();
    let line = "validate members --run {run} --index R2000 --against {file}";
    let error = support::fails(line, &[("run", &run), ("file", &file)]);
    assert!(error.contains("none of the 1 lists in ") && error.contains("2025-06-27"), "{error}");
}

#[test]
fn levels_of_other_years_are_refused() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("RUT.csv");
    fs::write(&file, "date,close\n2019-06-03,1500\n2019-06-04,1501\n2019-06-05,1502\n").unwrap();
    let run = built.run();
    let line = "validate levels --run {run} --index R2000 --against {file}";
    let error = support::fails(line, &[("run", &run), ("file", &file)]);
    assert!(error.contains("share fewer than three sessions"), "{error}");
}
