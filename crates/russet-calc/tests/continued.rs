//! A run that is continued is byte for byte the run that is built from its first session on, and says
//! where it went on and what changed.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::splits::a_lasting_member;
use crate::support::{self, Recipe, contents, sessions};
use jiff::civil::{Date, date};
use russet_calc::run::{Begin, BuildOptions, Built};
use russet_calc::{BuildPlan, Constituent, RunFolder};
use russet_market::{
    Action, ActionKind, Market, MarketFolder, MarketView, Price, PriceTable, SecurityId, Shares,
};
use russet_rules::Methodology;
use russet_sim::{Countries, Simulation, simulate};
use tempfile::TempDir;

/// A market's folder and the runs made of it.
struct Bench {
    folder: TempDir,
    text: String,
    family: Methodology,
    /// How many days were appended without reading the whole market.
    quiet: Cell<usize>,
}

impl Bench {
    /// A bench of a family that restates after every correction, as only such runs are those built anew.
    fn new(text: String) -> Bench {
        let text = restating(&text);
        let family = Methodology::parse("test.toml", &text).unwrap();
        Bench { folder: tempfile::tempdir().unwrap(), text, family, quiet: Cell::new(0) }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn build(&self, run: &str, begin: Begin) -> Built {
        let market = MarketFolder::at(self.at("market")).snapshot().unwrap();
        if begin == Begin::WhereItCan {
            let plan = support::plan(&self.text, None, None);
            let run = RunFolder::at(self.at(run));
            let options = BuildOptions::default();
            let appended = run.append(&market, &self.family, plan, options, &|_, _| {});
            if let Some(built) = appended.unwrap() {
                self.quiet.set(self.quiet.get() + 1);
                return built;
            }
        }
        let (read, inputs) = (market.read_for_build().unwrap(), market.facts());
        let view = MarketView::new(&read);
        let plan = BuildPlan { inputs, ..support::plan(&self.text, None, None) };
        let run = RunFolder::at(self.at(run));
        let options = BuildOptions { begin, ..BuildOptions::default() };
        run.build((Some(&market), &view), &self.family, plan, options, &|_, _| {}).unwrap()
    }

    /// Puts a market into the folder, continues the run, and holds it against one built anew, which has no
    /// published past.
    fn go_on(&self, market: &Market) -> Built {
        MarketFolder::at(self.at("market")).write(market.clone()).unwrap();
        let built = self.build("run", Begin::WhereItCan);
        let _ = fs::remove_dir_all(self.at("anew"));
        let anew = self.build("anew", Begin::Rebuild);
        assert_eq!(anew.continued, None);
        let (run, anew) = (built_content(&self.at("run")), built_content(&self.at("anew")));
        let differing: Vec<_> = anew
            .iter()
            .filter(|(file, bytes)| run.get(*file) != Some(*bytes))
            .map(|(file, _)| file)
            .chain(run.keys().filter(|file| !anew.contains_key(*file)))
            .collect();
        let last = sessions(market).last().copied();
        assert!(differing.is_empty(), "up to {last:?}, {:?}: {differing:#?}", built.continued);
        built
    }

    /// Appends the sessions of a market from one day to another, one by one.
    fn append(&self, market: &Market, from: Date, to: Date) {
        let mut before: Option<[Date; 2]> = None;
        let all = sessions(market);
        for pair in all.windows(2).filter(|pair| pair[1] >= from && pair[1] <= to) {
            let built = self.go_on(&market.known_at(pair[1]));
            if let Some([last_but_one, _]) = before {
                let continued = built.continued.expect("a run to continue");
                assert_eq!(continued.after, last_but_one, "with {} appended", pair[1]);
                let changed = continued.changed.unwrap();
                assert!(changed.is_nothing(), "{changed}");
            }
            before = Some([pair[0], pair[1]]);
        }
        assert!(before.is_some(), "no session from {from} to {to}");
        assert!(self.quiet.get() > 0, "no quiet day from {from} to {to}");
    }
}

/// A family without a policy on restatements.
fn restating(text: &str) -> String {
    let Some((before, policy)) = text.split_once("[restatement]\n") else { return text.to_owned() };
    let (_, after) = policy.split_once("\n[").unwrap();
    format!("{before}[{after}")
}

/// The files of a run but for its restatements.
fn built_content(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut contents = contents(run);
    contents.retain(|file, _| !file.starts_with("restatements/"));
    let manifest = contents.get_mut("manifest.json").unwrap();
    let mut json: serde_json::Value = serde_json::from_slice(manifest).unwrap();
    json.as_object_mut().unwrap().remove("seal");
    json["outputs"].as_array_mut().unwrap().retain(|file| file["table"] != "restatements");
    *manifest = serde_json::to_vec(&json).unwrap();
    contents
}

/// A shipped family with its ranks and counts divided, for a small market.
fn scaled(name: &str, by: u32) -> String {
    let mut text = String::new();
    for line in Methodology::built_in_text(name).unwrap().lines() {
        let smaller =
            ["rank = ", "above = ", "to = ", "count = ", "entry_rank = ", "retention_rank = "]
                .iter()
                .find_map(|key| {
                    let number: u32 = line.strip_prefix(key)?.parse().ok()?;
                    Some(format!("{key}{}", number / by))
                });
        text.push_str(&smaller.unwrap_or_else(|| line.to_owned()));
        text.push('\n');
    }
    text
}

fn simulated(seed: u64, companies: u32, countries: Countries) -> Market {
    let (years, from) = (2, date(2023, 2, 1));
    simulate(&Simulation { seed, companies, years, from, countries }, &|_, _| {}).unwrap()
}

#[test]
fn days_are_appended_one_by_one_over_a_reconstitution_and_the_ends_of_months() {
    let bench = Bench::new(support::family_text());
    let market = Recipe::of(21).market();
    bench.append(&market, date(2022, 5, 25), date(2022, 7, 8));
}

#[test]
fn days_are_appended_over_the_end_of_a_year() {
    let bench = Bench::new(support::family_text());
    let market = Recipe::of(22).market();
    bench.append(&market, date(2026, 11, 10), date(2027, 1, 12));
}

#[test]
fn days_are_appended_to_styles_and_caps() {
    let bench = Bench::new(scaled("russell-us", 30));
    let market = simulated(3, 150, Countries::default());
    bench.append(&market, date(2024, 6, 20), date(2024, 7, 3));
    bench.append(&market, date(2024, 12, 18), date(2025, 1, 6));
}

#[test]
fn days_are_appended_to_chosen_members() {
    for name in ["tech100", "large500"] {
        let bench = Bench::new(scaled(name, 10));
        let market = simulated(4, 200, Countries::default());
        bench.append(&market, date(2024, 12, 11), date(2025, 1, 3));
    }
}

#[test]
fn days_are_appended_to_indexes_of_several_currencies() {
    let text = Methodology::built_in_text("world").unwrap().replace("2000000000", "200000000");
    let bench = Bench::new(text);
    let market = simulated(5, 250, Countries::International);
    bench.append(&market, date(2024, 6, 17), date(2024, 7, 3));
}

/// A market with another close of a line on a day.
fn corrected(market: &Market, security: SecurityId, day: Date) -> Market {
    let mut prices = PriceTable::default();
    for mut row in market.prices.iter() {
        if (row.security_id, row.date) == (security, day) {
            row.close =
                Price::from_nanos(row.close.nanos() / 1_000_000_000 * 1_010_000_000).unwrap();
        }
        prices.push(row);
    }
    Market { prices, ..market.clone() }
}

#[test]
fn a_corrected_price_is_told_and_recomputes_what_comes_after_it() {
    let bench = Bench::new(support::family_text());
    let market = Recipe::of(21).market().known_at(date(2023, 3, 17));
    assert_eq!(bench.go_on(&market).continued, None);
    let security = a_lasting_member(&market);
    // In the last month, in the last year, in a year before.
    for (day, after) in [
        (date(2023, 3, 9), date(2023, 3, 1)),
        (date(2023, 2, 14), date(2023, 2, 1)),
        (date(2022, 9, 14), date(2022, 1, 3)),
    ] {
        let built = bench.go_on(&corrected(&market, security, day));
        let continued = built.continued.expect("a run to continue");
        assert_eq!(continued.after, after, "a close of {day}");
        let changed = continued.changed.unwrap();
        assert_eq!(changed.first.values().min().copied(), Some(day));
        assert!(changed.levels > 0);
        let back = bench.go_on(&market).continued.expect("a run to continue");
        assert_eq!((back.after, back.changed.unwrap().first), (after, changed.first));
    }
}

#[test]
fn facts_that_are_corrected_or_securities_learned_late_recompute_what_they_change() {
    let bench = Bench::new(support::family_text());
    let (market, day) = (Recipe::of(21).market(), date(2022, 11, 17));
    let before = market.known_at(date(2022, 11, 16));
    bench.go_on(&before);
    let held: Vec<Constituent> = RunFolder::at(bench.at("run")).table().unwrap();
    let lasts =
        |row: &&Constituent| row.index_id == "R1000" && row.first_session < date(2022, 10, 3);
    let security =
        held.iter().filter(lasts).max_by_key(|row| row.last_session).unwrap().security_id;
    // A dividend of weeks ago that is heard of today: nothing that was said changes.
    let mut late = market.known_at(day);
    let mut dividend =
        Action::new(date(2022, 10, 20), security, ActionKind::OrdinaryDividend, "a test");
    dividend.cash = Some("0.5".parse().unwrap());
    dividend.known_at = day;
    late.actions.push(dividend.clone());
    late.canonical();
    let built = bench.go_on(&late);
    let continued = built.continued.expect("a run to continue");
    assert_eq!(continued.after, date(2022, 11, 15));
    let changed = continued.changed.unwrap();
    assert!(changed.is_nothing(), "{changed}");
    // The same, heard of in time after all.
    let mut told = late.clone();
    told.actions.retain(|action| *action != dividend);
    told.actions.push(Action { known_at: date(2022, 10, 19), ..dividend });
    told.canonical();
    let continued = bench.go_on(&told).continued.expect("a run to continue");
    assert_eq!(continued.after, date(2022, 10, 3));
    assert_eq!(continued.changed.unwrap().first.values().min(), Some(&date(2022, 10, 20)));
    // A count of a year ago is another one.
    let mut recounted = told.clone();
    let place = recounted.shares.iter().position(|row| row.security_id == security).unwrap();
    recounted.shares[place].shares_outstanding = Shares::whole(123_456_789).unwrap();
    recounted.canonical();
    let known_at = recounted.shares[place].known_at;
    let built = bench.go_on(&recounted);
    let is_earlier = built.continued.is_none_or(|continued| continued.after < known_at);
    assert!(is_earlier, "a count of {known_at}");
    // A session that nobody had prices of.
    let mut lost = PriceTable::default();
    told.prices.iter().filter(|row| row.date != date(2022, 11, 8)).for_each(|row| lost.push(row));
    bench.go_on(&Market { prices: lost, ..told.clone() });
    bench.go_on(&told);
}

#[test]
fn parts_that_are_gone_or_damaged_are_made_again() {
    let bench = Bench::new(support::family_text());
    let market = Recipe::of(21).market();
    let all = sessions(&market);
    let days: Vec<Date> = all.into_iter().filter(|day| *day >= date(2022, 2, 22)).take(3).collect();
    bench.go_on(&market.known_at(days[0]));
    let part = |table: &str, of: &str| -> PathBuf {
        let entries = fs::read_dir(bench.at("run").join(table)).unwrap();
        let mut paths = entries.map(|entry| entry.unwrap().path());
        let starts = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(of);
        paths.find(starts).unwrap()
    };
    fs::remove_file(part("levels", "2021-")).unwrap();
    assert_eq!(bench.go_on(&market.known_at(days[1])).continued, None);
    // A day's part with the rows of another one, and nothing to go on from.
    fs::copy(part("levels", "2022-02-22"), part("levels", "2022-02-23")).unwrap();
    fs::remove_dir_all(bench.at("run/checkpoints")).unwrap();
    assert_eq!(bench.go_on(&market.known_at(days[2])).continued, None);
}

#[test]
fn a_checkpoint_that_is_gone_damaged_or_of_another_build_is_not_gone_on_from() {
    let bench = Bench::new(support::family_text());
    let market = Recipe::of(21).market();
    let all = sessions(&market);
    let days: Vec<Date> = all.into_iter().filter(|day| *day >= date(2022, 2, 22)).take(6).collect();
    bench.go_on(&market.known_at(days[0]));
    let checkpoints = |bench: &Bench| -> Vec<PathBuf> {
        let entries = fs::read_dir(bench.at("run/checkpoints")).unwrap();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    assert!(checkpoints(&bench).len() >= 3);
    fs::remove_dir_all(bench.at("run/checkpoints")).unwrap();
    assert_eq!(bench.go_on(&market.known_at(days[1])).continued, None);
    let cut = |path: &Path| {
        let bytes = fs::read(path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    };
    cut(checkpoints(&bench).last().unwrap());
    let earlier = bench.go_on(&market.known_at(days[2])).continued.unwrap();
    assert_eq!(earlier.after, date(2022, 2, 1));
    let garble = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(path, &bytes).unwrap();
    };
    garble(checkpoints(&bench).last().unwrap());
    let earlier = bench.go_on(&market.known_at(days[3])).continued.unwrap();
    assert_eq!(earlier.after, date(2022, 2, 1));
    // Other rules in the same folder.
    let text = bench.text.replace("half_width_percent = \"0.5\"", "half_width_percent = \"0.6\"");
    let other = Bench { family: support::parse(&text), text, ..bench };
    assert_eq!(other.go_on(&market.known_at(days[4])).continued, None);
}

/// Edits of one methodology after another, in one folder: rules that begin later keep the history up to a
/// year before them, words all of it, and what holds from the first day on none.
#[test]
fn an_edit_of_the_rules_keeps_the_history_that_they_cannot_have_changed() {
    let text = scaled("russell-us", 40);
    let mut bench = Bench::new(text.clone());
    let (years, from) = (4, date(2021, 1, 1));
    let plan = Simulation { seed: 31, companies: 120, years, from, ..Simulation::default() };
    let market = simulate(&plan, &|_, _| {}).unwrap();
    bench.go_on(&market);
    let last_but_one = sessions(&market).iter().rev().nth(1).copied();
    let step = r#"minimum = [{ from = "1978-01-01", value = "1.00", source = "R46 5.8.1" }"#;
    let dearer_from =
        |day| format!("{step}, {{ from = \"{day}\", value = \"8\", source = \"X\" }}");
    let (soon, early) = (dearer_from("2024-03-01"), dearer_from("2022-06-01"));
    let listings = "from = \"2023-07-01\"\nuntil = \"2026-06-30\"";
    let fewer = listings.replace("2026", "2024");
    let capped = "from = \"2025-03-21\"\nuntil = \"2025-12-31\"";
    let earlier = capped.replace("2025-03-21", "2024-03-15");
    let edits = [
        (("version = \"2026.11\"", "version = \"mine\""), last_but_one, false),
        ((step, &soon), Some(date(2023, 1, 3)), true),
        ((listings, &fewer), Some(date(2023, 1, 3)), true),
        (("rank_day = \"2024-04-30\"", "rank_day = \"2024-03-28\""), Some(date(2023, 1, 3)), true),
        ((capped, &earlier), Some(date(2023, 1, 3)), true),
        ((step, &early), None, true),
        (("half_width_percent = \"0.5\"", "half_width_percent = \"0.6\""), None, true),
    ];
    for ((old, new), after, changes) in edits {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        let text = text.replace(old, new);
        let family = Methodology::parse("test.toml", &text).unwrap();
        bench = Bench { text, family, ..bench };
        let continued = bench.go_on(&market).continued;
        assert_eq!(continued.as_ref().map(|continued| continued.after), after, "{new}");
        if let Some(continued) = continued {
            let changed = continued.changed.unwrap();
            assert_eq!(!changed.is_nothing(), changes, "{new}: {changed}");
        }
    }
}

#[test]
fn a_run_that_goes_on_for_months_or_back_is_the_same() {
    let bench = Bench::new(support::family_text());
    let market = Recipe::of(23).market();
    for day in [date(2022, 3, 3), date(2022, 8, 30), date(2023, 1, 3), date(2023, 3, 31)] {
        let before = bench.at("run").exists();
        let built = bench.go_on(&market.known_at(day));
        assert_eq!(built.continued.is_some(), before, "up to {day}");
    }
    // A market that is shorter again.
    for day in [date(2023, 3, 10), date(2022, 12, 1), date(2022, 11, 30)] {
        bench.go_on(&market.known_at(day));
    }
}
