//! What `russet files` delivers: it adds up, its headers are those of the page, and nothing of anybody
//! else is harmed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{self, Built, bytes_below, rows};
use arrow_array::RecordBatch;
use jiff::civil::Date;
use russet_calc::run::ProFormaRow;
use russet_calc::{LedgerEntry, LevelRow, RunFolder};
use tempfile::TempDir;

/// A reconstitution of the shared run.
const EFFECTIVE: &str = "2026-06-26";
/// Indexes that are walked from a closing to an opening.
const KEPT: [&str; 3] = ["R3000E", "R2000", "RMICRO"];
const KINDS: [&str; 4] = ["closing", "opening", "proforma", "actions"];

/// A delivery of the shared run.
struct Delivered {
    folder: TempDir,
    day: String,
    err: String,
}

impl Delivered {
    fn of(built: &Built, day: &str, more: &str) -> Delivered {
        let folder = tempfile::tempdir().unwrap();
        let err = deliver(built, day, &folder.path().join("files"), more).err;
        Delivered { folder, day: day.to_owned(), err }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    fn text(&self, index: &str, kind: &str) -> String {
        let name = format!("{index}_{}_{kind}.csv", self.day);
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn rows(&self, index: &str, kind: &str) -> Vec<BTreeMap<String, String>> {
        rows(&self.text(index, kind))
    }

    fn levels(&self) -> String {
        fs::read_to_string(self.path().join(format!("levels_{}.csv", self.day))).unwrap()
    }
}

fn line_of(day: &str, more: &str) -> String {
    format!("files --run {{run}} --on {day} --to {{to}} {more}")
}

fn deliver(built: &Built, day: &str, to: &Path, more: &str) -> support::Said {
    let run = built.run();
    support::ok(&line_of(day, more), &[("run", &run), ("to", to)])
}

fn refused(built: &Built, day: &str, to: &Path, more: &str) -> String {
    let run = built.run();
    support::fails(&line_of(day, more), &[("run", &run), ("to", to)])
}

fn number(row: &BTreeMap<String, String>, name: &str) -> f64 {
    row[name].parse().unwrap_or_else(|_| panic!("{name} of {row:?}"))
}

/// The session of the run after which most kinds of actions fall due.
fn eventful(built: &Built) -> String {
    let events: Vec<LedgerEntry> = RunFolder::at(built.run()).table().unwrap();
    let mut kinds: BTreeMap<Date, BTreeSet<_>> = BTreeMap::new();
    for entry in events.iter().filter(|entry| entry.price_after != entry.price_before) {
        kinds.entry(entry.after_close).or_default().insert((entry.cause, entry.security_id));
    }
    let busiest = kinds.into_iter().max_by_key(|(_, kinds)| kinds.len());
    busiest.expect("prices on new terms").0.to_string()
}

#[test]
fn every_index_has_its_files_and_a_manifest_with_their_hashes() {
    let built = Built::shared();
    let delivered = Delivered::of(&built, EFFECTIVE, "");
    let levels = rows(&delivered.levels());
    let files = bytes_below(&delivered.path());
    let indexes = RunFolder::at(built.run()).manifest().unwrap().indexes;
    assert!(levels.iter().map(|row| &row["index"]).eq(indexes.iter().map(|index| &index.id)));
    let mut expected = BTreeSet::from(["files.json".into(), format!("levels_{EFFECTIVE}.csv")]);
    for row in &levels {
        expected.extend(KINDS.map(|kind| format!("{}_{EFFECTIVE}_{kind}.csv", row["index"])));
    }
    let found: BTreeSet<String> = files.keys().map(|path| path.display().to_string()).collect();
    assert_eq!(found, expected);
    let manifest: serde_json::Value =
        serde_json::from_slice(&files[Path::new("files.json")]).unwrap();
    assert_eq!(manifest["format"], "russet files");
    assert_eq!(manifest["on"], EFFECTIVE);
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 1);
    for file in listed {
        let bytes = &files[Path::new(file["file"].as_str().unwrap())];
        assert_eq!(blake3::hash(bytes).to_hex().to_string(), file["hash"].as_str().unwrap());
    }
    let told = format!("{} files", listed.len());
    assert!(delivered.err.contains(&told) && delivered.err.contains("docs/files.md"));
    let left = fs::read_dir(delivered.folder.path()).unwrap().count();
    assert_eq!(left, 1, "nothing stays beside the delivery");
}

#[test]
fn levels_are_those_of_the_run() {
    let built = Built::shared();
    let delivered = Delivered::of(&built, EFFECTIVE, "--index R2000");
    let levels: Vec<LevelRow> = RunFolder::at(built.run()).table().unwrap();
    for row in rows(&delivered.levels()) {
        let same = |level: &&LevelRow| {
            level.index_id == row["index"] && level.date.to_string() == EFFECTIVE
        };
        let level = levels.iter().find(same).unwrap();
        assert_eq!(row["market_cap"], level.market_cap.to_string());
        assert_eq!(row["divisor"], level.divisor.to_string());
        assert_eq!(number(&row, "constituents"), f64::from(level.constituents));
        assert_eq!(row["currency"], "USD");
    }
}

/// Closing value plus what the actions file adds is the opening value; each over its divisor is the
/// level.
#[test]
fn an_opening_follows_from_the_closing_and_the_actions() {
    let built = Built::shared();
    for day in [EFFECTIVE.to_owned(), eventful(&built)] {
        let delivered = Delivered::of(&built, &day, "--index R3000E R2000 RMICRO");
        let levels = rows(&delivered.levels());
        for level in levels.iter().filter(|row| KEPT.contains(&row["index"].as_str())) {
            let index = &level["index"];
            let (closing, opening) =
                (delivered.rows(index, "closing"), delivered.rows(index, "opening"));
            let total = |rows: &[BTreeMap<String, String>]| {
                rows.iter().map(|row| number(row, "market_cap")).sum::<f64>()
            };
            let near = |one: f64, other: f64| (one / other - 1.0).abs() < 1e-9;
            for (file, date) in [(&closing, &day), (&opening, &opening[0]["date"])] {
                let weights: f64 = file.iter().map(|row| number(row, "weight")).sum();
                assert!((weights - 1.0).abs() < 1e-9);
                let value = number(&file[0], "index_market_cap");
                assert!(near(total(file), value), "{index} on {day}");
                let points = value / number(&file[0], "divisor");
                let published = number(level, "price_return");
                assert!((points - published).abs() < 1e-6, "{index} {points} {published}");
                for row in file {
                    assert_eq!((&row["date"], &row["level_date"]), (date, &day));
                    assert_eq!(row["price_return"], level["price_return"]);
                }
            }
            assert!(opening[0]["date"] > day);
            let mut held: BTreeMap<String, f64> = BTreeMap::new();
            for row in &closing {
                held.insert(row["security"].clone(), number(row, "index_shares"));
            }
            let mut value = number(&closing[0], "index_market_cap");
            for row in
                delivered.rows(index, "actions").iter().filter(|row| !row["event"].is_empty())
            {
                let worth = |shares: &str, price: &str| match row[price].is_empty() {
                    true => 0.0,
                    false => number(row, shares) * number(row, price),
                };
                value += worth("shares_after", "price_after");
                value -= worth("shares_before", "price_before");
                match number(row, "shares_after") {
                    0.0 => held.remove(&row["security"]),
                    shares => held.insert(row["security"].clone(), shares),
                };
            }
            assert!(near(value, number(&opening[0], "index_market_cap")), "{index} after {day}");
            let opened: BTreeMap<String, f64> = opening
                .iter()
                .map(|row| (row["security"].clone(), number(row, "index_shares")))
                .collect();
            assert_eq!(opened, held, "{index} after {day}");
        }
    }
}

#[test]
fn actions_tell_terms_and_treatment_and_what_is_only_announced_has_none() {
    let built = Built::shared();
    let delivered = Delivered::of(&built, &eventful(&built), "--index R3000E");
    let rows = delivered.rows("R3000E", "actions");
    let treated = rows.iter().filter(|row| row["price_before"] != row["price_after"]);
    let mut terms = 0;
    for row in treated {
        assert_eq!(row["status"], "effective");
        assert!(!row["ex_date"].is_empty() && !row["kind"].is_empty(), "{row:?}");
        assert!(row["ex_date"] > delivered.day, "{row:?}");
        terms += 1;
    }
    assert!(terms > 0);
    let announced: Vec<_> = rows.iter().filter(|row| row["status"] == "announced").collect();
    assert!(!announced.is_empty());
    for row in announced {
        assert!(row["known_at"] <= delivered.day && row["ex_date"] > delivered.day, "{row:?}");
        for treatment in ["event", "after_close", "shares_after", "divisor_after", "note"] {
            assert_eq!(row[treatment], "", "{row:?}");
        }
    }
}

#[test]
fn a_pro_forma_is_what_the_reconstitution_nearly_becomes() {
    let built = Built::shared();
    let pro_forma: Vec<ProFormaRow> = RunFolder::at(built.run()).table().unwrap();
    let of_june = |row: &&ProFormaRow| row.effective_after_close.to_string() == EFFECTIVE;
    let day = pro_forma.iter().find(of_june).expect("preliminary lists").announced_on;
    let delivered = Delivered::of(&built, &day.to_string(), "--index R2000");
    let rows = delivered.rows("R2000", "proforma");
    let after: BTreeSet<&str> = rows
        .iter()
        .filter(|row| number(row, "shares_after") > 0.0)
        .map(|row| row["ticker"].as_str())
        .collect();
    let became = built.members("R2000", "2026-06-29");
    let both = became.iter().filter(|ticker| after.contains(ticker.as_str())).count();
    assert!(both * 10 > became.len() * 9, "{both} of {}", became.len());
    let closing = delivered.rows("R2000", "closing");
    let value: f64 = rows.iter().map(|row| number(row, "market_cap_before")).sum();
    assert!((value / number(&closing[0], "index_market_cap") - 1.0).abs() < 0.02);
    let changes: BTreeSet<&str> = rows.iter().map(|row| row["change"].as_str()).collect();
    assert!(changes.is_superset(&BTreeSet::from(["move in", "move out", "stay"])), "{changes:?}");
    for row in &rows {
        let trade = number(row, "market_cap_after") - number(row, "market_cap_before");
        assert!((number(row, "value_to_trade") - trade).abs() <= trade.abs() * 1e-9 + 1e-3);
        assert_eq!(row["other_index"].is_empty(), !row["change"].starts_with("move"), "{row:?}");
        assert_eq!(row["effective_after_close"], EFFECTIVE);
        assert!(number(row, "turnover") > 0.0);
    }
    let quiet = Delivered::of(&built, "2026-08-03", "--index R2000");
    assert!(quiet.rows("R2000", "proforma").is_empty(), "nothing is announced");
}

#[test]
fn parquet_has_the_columns_and_the_rows_of_csv() {
    let built = Built::shared();
    let (csv, parquet) = (
        Delivered::of(&built, EFFECTIVE, "--index R2000"),
        Delivered::of(&built, EFFECTIVE, "--index R2000 --format parquet"),
    );
    let mut names: Vec<String> = KINDS.map(|kind| format!("R2000_{EFFECTIVE}_{kind}")).to_vec();
    names.push(format!("levels_{EFFECTIVE}"));
    for name in names {
        let text = fs::read_to_string(csv.path().join(format!("{name}.csv"))).unwrap();
        let file = parquet.path().join(format!("{name}.parquet"));
        let batches = russet_market::folder::read_batches(&file).unwrap();
        let count: usize = batches.iter().map(RecordBatch::num_rows).sum();
        assert_eq!(count, text.lines().count() - 1, "{name}");
        for batch in &batches {
            let schema = batch.schema();
            let fields: Vec<&str> =
                schema.fields().iter().map(|field| field.name().as_str()).collect();
            assert_eq!(fields.join(","), text.lines().next().unwrap(), "{name}");
        }
    }
}

/// The columns that the page describes under a heading, in order.
fn described(page: &str, heading: &str) -> Vec<String> {
    let section = page.split(&format!("\n## {heading}\n")).nth(1).expect(heading);
    let section = section.split("\n## ").next().unwrap();
    let table = section.split("| column |").nth(1).expect("a table of columns");
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `"));
    cells.map(|line| line.split('`').next().unwrap().to_owned()).collect()
}

#[test]
fn the_headers_are_those_of_the_page() {
    let built = Built::shared();
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/files.md");
    let page = fs::read_to_string(page).unwrap();
    let delivered = Delivered::of(&built, EFFECTIVE, "--index R2000");
    let header = |text: String| text.lines().next().unwrap().to_owned();
    for (heading, kinds) in [
        ("Closing and opening", &["closing", "opening"][..]),
        ("Pro forma", &["proforma"]),
        ("Actions", &["actions"]),
    ] {
        for kind in kinds {
            let expected = described(&page, heading).join(",");
            assert_eq!(header(delivered.text("R2000", kind)), expected, "{kind}");
        }
    }
    assert_eq!(header(delivered.levels()), described(&page, "Levels").join(","));
    let examples: Vec<&str> = page.split("```csv\n").skip(1).collect();
    assert_eq!(examples.len(), 2);
    for (example, heading) in examples.iter().zip(["Actions", "Levels"]) {
        let expected = described(&page, heading).join(",");
        let mut lines = example.lines().take_while(|line| *line != "```");
        assert_eq!(lines.next(), Some(expected.as_str()));
        let width = expected.split(',').count();
        assert!(lines.all(|line| line.split(',').count() == width), "{heading}");
    }
}

#[test]
fn a_delivery_replaces_its_own_session_and_leaves_everything_else_alone() {
    let built = Built::shared();
    let delivered = Delivered::of(&built, EFFECTIVE, "--index R2000 --format parquet");
    deliver(&built, EFFECTIVE, &delivered.path(), "--index R1000");
    let names: Vec<PathBuf> = bytes_below(&delivered.path()).into_keys().collect();
    assert!(names.iter().all(|name| !name.display().to_string().starts_with("R2000")));
    let before = bytes_below(&delivered.path());
    let error = refused(&built, "2026-06-25", &delivered.path(), "");
    assert!(error.contains(EFFECTIVE) && error.contains("hint"), "{error}");
    assert_eq!(bytes_below(&delivered.path()), before);
    fs::write(delivered.path().join("thesis.doc"), "mine").unwrap();
    let error = refused(&built, EFFECTIVE, &delivered.path(), "");
    assert!(error.contains("left alone") && error.contains("hint"), "{error}");
    let run = built.run();
    let of_run = bytes_below(&run);
    refused(&built, EFFECTIVE, &run, "");
    assert_eq!(bytes_below(&run), of_run);
}

#[test]
fn a_day_or_an_index_that_the_run_has_not_is_refused_and_nothing_is_written() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("files");
    let error = refused(&built, "2026-06-27", &to, "");
    assert!(error.contains("no session of the run") && error.contains("hint"), "{error}");
    let error = refused(&built, EFFECTIVE, &to, "--index R9999");
    assert!(error.contains("R9999") && error.contains("hint"), "{error}");
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[test]
fn the_last_session_of_a_run_opens_the_one_after_it_and_tells_what_is_decided() {
    let built = Built::shared();
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    let (market, family) = (built.market(), built.family());
    let line = "build --market {market} --methodology {family} --to 2026-06-10 --run {run}";
    support::ok(line, &[("market", &market), ("family", &family), ("run", &run)]);
    let to = folder.path().join("files");
    let paths: [(&str, &Path); 2] = [("run", &run), ("to", &to)];
    support::ok("files --run {run} --on 2026-06-10 --to {to} --index R2000", &paths);
    let text = |kind: &str| {
        rows(&fs::read_to_string(to.join(format!("R2000_2026-06-10_{kind}.csv"))).unwrap())
    };
    assert_eq!(text("opening")[0]["date"], "2026-06-11");
    let pro_forma = text("proforma");
    assert!(pro_forma.iter().all(|row| row["announced_on"] == "2026-06-10"));
    let entering = pro_forma.iter().find(|row| row["change"] == "move in").expect("one enters");
    let line = format!("explain --run {{run}} {} --on 2026-06-10", entering["ticker"]);
    let told = support::ok(&line, &[("run", &run)]).out;
    assert!(told.contains(&format!("in force after the close of {EFFECTIVE}")), "{told}");
}

#[test]
fn constituents_and_changes_tell_what_index_shares_are_made_of() {
    let built = Built::shared();
    let header = |line: &str| built.ok(line).out.lines().next().unwrap().to_owned();
    let found = header("constituents --run {run} --index R2000 --format csv");
    assert!(found.starts_with("ticker,name,weight,index_shares,price,market_cap,"), "{found}");
    assert!(found.ends_with(",style,cap,country,currency"), "{found}");
    let line = format!(
        "changes --run {{run}} --index R2000 --between 2026-06-25 {EFFECTIVE} --format csv"
    );
    assert!(header(&line).contains(",float_before,float_after,cap_before,cap_after,"));
}
