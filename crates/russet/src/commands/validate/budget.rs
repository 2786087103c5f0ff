//! `russet validate levels --budget`: what the tracking error is made of.

use std::path::Path;

use anyhow::{bail, ensure};
use russet_calc::Run;
use russet_calc::compare::{ErrorBudget, LevelComparison, ListUse, error_budget};
use russet_market::folder::MarketSnapshot;
use russet_market::{MarketFolder, MarketView};

use super::fund_of;
use super::levels::{WITHOUT, tell_range};
use crate::arguments::LevelsAgainstArguments;
use crate::methodology::family_of;
use crate::output::{Format, Kind, Sheet, Value, print_text};

pub(super) fn run(
    arguments: &LevelsAgainstArguments,
    market: &Path,
    run: &Run,
    compared: &LevelComparison,
) -> anyhow::Result<()> {
    let family = family_of(run)?;
    let Some(fund) = fund_of(&family, &arguments.index, arguments.fund.as_ref()) else {
        bail!(
            "the methodology names no fund that tracks {} (hint: name one with --fund)",
            arguments.index
        );
    };
    let snapshot = MarketFolder::at(market).snapshot()?;
    of_the_run(&snapshot, market, run)?;
    let market_read = snapshot.read()?;
    let view = MarketView::new(&market_read);
    let budget = error_budget((run, &arguments.index), compared, &view, &family, &fund)?;
    ensure!(
        !budget.days.is_empty(),
        "{} holds no list of {fund} that tells the members of {} between {} and {} (hint: `russet import holdings` or `russet import members` takes some)",
        market.display(),
        arguments.index,
        compared.range.0,
        compared.range.1
    );
    let sheet = budget_sheet(&budget);
    if arguments.run.format != Format::Table {
        return sheet.print(arguments.run.format);
    }
    tell_range(arguments, compared);
    sheet.print(Format::Table)?;
    print_text(&format!("\n{}\n", coverage(&budget, &fund)))?;
    lists_sheet(&budget.lists).print(Format::Table)
}

/// Securities are known by their ids, which only the market of the run gives the same meaning.
fn of_the_run(snapshot: &MarketSnapshot, market: &Path, run: &Run) -> anyhow::Result<()> {
    let securities = |files: &[russet_market::folder::TableFile]| {
        let mut files = files.iter().filter(|file| file.table == "securities");
        files.next().map(|file| file.hash.clone())
    };
    ensure!(
        securities(snapshot.files()) == securities(&run.manifest.inputs),
        "the run was not made from {} as it is now: their securities differ (hint: build the run again from this market)",
        market.display()
    );
    Ok(())
}

fn budget_sheet(budget: &ErrorBudget) -> Sheet {
    let mut sheet = Sheet::new([
        ("sessions", Kind::Text),
        ("reconstitution", Kind::Text),
        ("part", Kind::Text),
        ("returns", Kind::Whole),
        ("tracking_error_percent", Kind::Float),
        ("with_truth_percent", Kind::Float),
        ("variance_percent", Kind::Float),
    ]);
    for row in budget.rows() {
        let sessions = if row.without_doubtful { WITHOUT } else { "all" };
        let basket = row.reconstitution.map_or_else(|| "all".to_owned(), |day| day.to_string());
        sheet.row([
            Value::Text(sessions.to_owned()),
            Value::Text(basket),
            Value::Text(row.part.words().to_owned()),
            Value::Whole(row.returns as i64),
            Value::Float(row.before_percent, 3),
            Value::Float(row.after_percent, 3),
            Value::Float(row.variance_percent, 1),
        ]);
    }
    sheet
}

fn coverage(budget: &ErrorBudget, fund: &str) -> String {
    let (told, shares) =
        (budget.days.len(), budget.days.iter().filter(|day| day.shares.is_some()).count());
    format!(
        "The lists of {fund} give the members of {told} daily returns, the shares of {shares}; of {} they say nothing.",
        budget.uncovered
    )
}

fn lists_sheet(lists: &[ListUse]) -> Sheet {
    let mut sheet = Sheet::new([
        ("list", Kind::Date),
        ("lines", Kind::Whole),
        ("found", Kind::Whole),
        ("quantities", Kind::Whole),
        ("member_returns", Kind::Whole),
        ("share_returns", Kind::Whole),
    ]);
    for list in lists {
        let count = |count: usize| Value::Whole(count as i64);
        sheet.row([
            Value::Date(list.as_of),
            count(list.lines),
            count(list.found),
            count(list.quantities),
            count(list.member_returns),
            count(list.share_returns),
        ]);
    }
    sheet
}
