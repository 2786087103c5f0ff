//! `russet demo`: the whole walk on a market that never was, without data or keys.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, ensure};
use clap::Args;
use jiff::civil::Date;
use russet_calc::turnover::{self, Movement};
use russet_calc::{BuildPlan, Run, RunFolder};
use russet_core::{Explanation, WeightedConstituent};
use russet_market::{Market, MarketFolder, MarketView};
use russet_rules::{Decision, Methodology, Verdict};

use super::changes::index_value;
use super::{constituents, simulate};
use crate::methodology;
use crate::output::{Format, Kind, Sheet, Value, print_text};
use crate::progress::Progress;

/// The index that the demo looks at closely.
const HOME: &str = "R2000";

#[derive(Args)]
pub struct DemoArguments {
    /// Companies at the start
    #[arg(long, default_value_t = 5000)]
    pub companies: u32,
    /// Years of history
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=48))]
    pub years: u32,
    /// The seed: the same seed gives the same market
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// Keep the market and the run in this new folder (default: nothing is kept)
    #[arg(long)]
    pub keep: Option<PathBuf>,
}

pub fn run(arguments: &DemoArguments) -> anyhow::Result<()> {
    let started = Instant::now();
    if let Some(keep) = &arguments.keep {
        ensure!(!keep.exists(), "{} exists (hint: name a new folder for --keep)", keep.display());
    }
    let market = simulate::market_of(arguments.companies, arguments.years, arguments.seed)?;
    let simulated = started.elapsed();
    let (family, methodology_text) = methodology::load("russell-us")?;
    let plan = BuildPlan {
        methodology_text,
        from: None,
        to: None,
        infer_from_lists: false,
        notes: Vec::new(),
        inputs: Vec::new(),
    };
    let progress = Progress::new("building", "sessions");
    let on_session = |done, total| progress.set(done as u64, total as u64);
    let run = russet_calc::build(&MarketView::new(&market), &family, plan, &on_session)?;
    progress.finish();
    let built = started.elapsed() - simulated;
    tell_market(&market, arguments.seed)?;
    tell_levels(&run, &family)?;
    tell_reconstitution(&run, &family)?;
    tell_largest(&run)?;
    tell_reason(&run, &family)?;
    say!(
        "simulated in {:.1} s, built {} indexes in {:.1} s",
        simulated.as_secs_f64(),
        run.manifest.indexes.len(),
        built.as_secs_f64()
    );
    match &arguments.keep {
        Some(folder) => keep(folder, market, run),
        None => Ok(()),
    }
}

fn keep(folder: &Path, market: Market, mut run: Run) -> anyhow::Result<()> {
    let kept = MarketFolder::at(folder.join("market"));
    kept.write(market)?;
    let snapshot = kept.snapshot()?;
    run.manifest.inputs = snapshot.facts();
    RunFolder::at(folder.join("run")).write(run, Some(&snapshot))?;
    say!("kept: try `russet constituents --run {}/run --index {HOME}`", folder.display());
    Ok(())
}

fn tell_market(market: &Market, seed: u64) -> anyhow::Result<()> {
    let sessions = market.prices.sessions();
    let range = sessions.first().zip(sessions.last());
    let Some(((first, _), (last, _))) = range else { return Ok(()) };
    print_text(&format!(
        "A market that never was (seed {seed}): {} closes over {} sessions, {first} to {last}.\n\n",
        market.prices.len(),
        sessions.len()
    ))
}

/// The level of every index at the end of each year.
fn tell_levels(run: &Run, family: &Methodology) -> anyhow::Result<()> {
    let sizes = family.indexes.iter().filter(|rule| rule.to.is_some());
    let ids: Vec<&str> = sizes.map(|rule| rule.id.as_str()).collect();
    let columns = ids.iter().map(|id| (*id, Kind::Decimal));
    let mut sheet = Sheet::new(std::iter::once(("close_of", Kind::Date)).chain(columns));
    for day in year_ends(run) {
        let level = |id: &&str| {
            let row = run.levels_of(id).find(|row| row.date == day);
            row.map_or(Value::Missing, |row| Value::Decimal(row.price_return.published(2)))
        };
        sheet.row(std::iter::once(Value::Date(day)).chain(ids.iter().map(level)));
    }
    print_text("Price return levels at the first session and at the end of each year:\n")?;
    sheet.print(Format::Table)
}

fn year_ends(run: &Run) -> Vec<Date> {
    let days: Vec<Date> = run.levels_of(HOME).map(|row| row.date).collect();
    let mut ends: Vec<Date> = days.first().copied().into_iter().collect();
    ends.extend(
        days.windows(2).filter(|pair| pair[0].year() != pair[1].year()).map(|pair| pair[0]),
    );
    ends.extend(days.last());
    ends.dedup();
    ends
}

fn tell_reconstitution(run: &Run, family: &Methodology) -> anyhow::Result<()> {
    let effective = last_reconstitution(run).context("the run holds no reconstitution")?;
    let before = effective.yesterday()?;
    print_text(&format!("\nThe last reconstitution, after the close of {effective}:\n"))?;
    let mut sheet = Sheet::new([
        ("index", Kind::Text),
        ("breakpoint", Kind::Text),
        ("members", Kind::Whole),
        ("adds", Kind::Whole),
        ("moves_in", Kind::Whole),
        ("deletes", Kind::Whole),
        ("moves_out", Kind::Whole),
        ("turnover_percent", Kind::Float),
    ]);
    for rule in family.indexes.iter().filter(|rule| rule.to.is_some()) {
        let changes = turnover::changes(&run.events, &rule.id, before, effective);
        let count = |wanted: fn(&Movement) -> bool| {
            Value::Whole(changes.iter().filter(|change| wanted(&change.movement)).count() as i64)
        };
        let Some(value) = index_value(run, &rule.id, effective) else { continue };
        let after = run.levels_of(&rule.id).find(|row| row.date > effective);
        sheet.row([
            Value::Text(rule.id.clone()),
            rule.to.map_or(Value::Missing, |to| Value::Text(breakpoint(run, effective, to))),
            after.map_or(Value::Missing, |row| Value::Whole(i64::from(row.constituents))),
            count(|movement| matches!(movement, Movement::Add { from: None })),
            count(|movement| matches!(movement, Movement::Add { from: Some(_) })),
            count(|movement| matches!(movement, Movement::Delete { to: None })),
            count(|movement| matches!(movement, Movement::Delete { to: Some(_) })),
            run.turnover(&rule.id, &changes, value)
                .part_of_value
                .map_or(Value::Missing, |part| Value::Float(part * 100.0, 2)),
        ]);
    }
    sheet.print(Format::Table)
}

/// The capitalization of the company at a rank, as it was decided.
fn breakpoint(run: &Run, effective: Date, rank: u32) -> String {
    let at = run
        .decisions
        .iter()
        .filter(|row| row.effective_after_close == effective && row.index_id.is_none())
        .find(|row| row.rank == Some(rank));
    at.and_then(|row| row.company_market_cap)
        .map_or_else(|| "-".to_owned(), |cap| format!("#{rank} ${:.0}m", cap.to_f64() / 1e6))
}

fn last_reconstitution(run: &Run) -> Option<Date> {
    let last = run.manifest.to;
    let days = run
        .decisions
        .iter()
        .filter(|row| row.occasion == "reconstitution" && row.effective_after_close < last);
    days.map(|row| row.effective_after_close).max()
}

fn tell_largest(run: &Run) -> anyhow::Result<()> {
    let rows = WeightedConstituent::from_run(run, HOME, run.manifest.to)?;
    let (count, day) = (rows.len(), run.manifest.to);
    print_text(&format!("\nThe largest of {count} constituents of {HOME} on {day}:\n"))?;
    constituents::sheet(&rows[..rows.len().min(5)]).print(Format::Table)
}

/// One decision worth reading: a member that a band kept on its side, if there is one.
fn tell_reason(run: &Run, family: &Methodology) -> anyhow::Result<()> {
    let Some(effective) = last_reconstitution(run) else { return Ok(()) };
    let of_home = |row: &&Decision| {
        row.effective_after_close == effective
            && row.verdict == Verdict::Member
            && row.indexes_after.split_whitespace().any(|id| id == HOME)
    };
    let members = || run.decisions.iter().filter(of_home);
    let told = members().find(|row| row.rule == "band").or_else(|| members().next());
    let Some(decision) = told else { return Ok(()) };
    let text = Explanation::from_run((run, family), decision.security_id, run.manifest.to);
    print_text(&format!(
        "\nOne decision, as `russet explain {}` tells it:\n{text}",
        decision.ticker
    ))
}
