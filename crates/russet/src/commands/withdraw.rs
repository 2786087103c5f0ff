//! `russet market withdraw`: takes back an imported file, a corporate action or a share count.

use std::collections::BTreeSet;

use anyhow::bail;
use russet_import::{
    FactToWithdraw, propose_file_withdrawals, propose_withdrawals, withdrawals_of,
};
use russet_market::folder::{ApproveBy, Update};
use russet_market::market::Source;
use russet_market::{Market, MarketFolder};
use russet_store::Origin;

use super::approval::{by_whom, commit, say_that_it_waits};
use super::without_files::without_files;
use crate::arguments::WithdrawArguments;

/// Digits of a hash that say which file is meant.
const FEWEST_DIGITS: usize = 6;

pub fn run(arguments: &WithdrawArguments) -> anyhow::Result<()> {
    let folder = MarketFolder::at(&arguments.market);
    // A folder without a market is an error, not an empty market.
    folder.snapshot()?;
    let update = folder.update(arguments.wait.wait())?;
    let mut market = update.read()?;
    let by = arguments.who.withdrawer(&arguments.why)?;
    let waits = update.settings().approve_by == ApproveBy::Two;
    let note = |what: &str| format!("withdrew {what}: {}", arguments.why);
    let origin = by_whom(&by);
    if let Some(name) = &arguments.file {
        let files = files_named(&market.sources, name)?;
        if waits {
            let ids = propose_file_withdrawals(&mut market, &files, &by);
            return propose(update, market, origin, &ids);
        }
        let market = without_files(&folder, market, &files)?;
        let names: Vec<String> =
            files.iter().map(|file| format!("{} ({})", file.name, file.format)).collect();
        return commit(update, market, origin, note(&names.join(", ")));
    }
    let rows = withdrawals_of(&market, &fact(arguments)?, &by)?;
    if waits {
        let ids = propose_withdrawals(&mut market, rows, &by);
        return propose(update, market, origin, &ids);
    }
    let facts: BTreeSet<String> =
        rows.iter().map(|row| format!("{} of {}", row.fact, row.date)).collect();
    let facts: Vec<String> = facts.into_iter().collect();
    let market = russet_import::withdraw(market, rows);
    commit(update, market, origin, note(&facts.join(", ")))
}

fn propose(update: Update, market: Market, origin: Origin, ids: &[String]) -> anyhow::Result<()> {
    update.commit(market, origin)?;
    say_that_it_waits(ids);
    Ok(())
}

fn fact(arguments: &WithdrawArguments) -> anyhow::Result<FactToWithdraw> {
    let of_action = arguments.action.clone().zip(arguments.ex_date);
    let of_shares = arguments.shares.clone().zip(arguments.effective);
    Ok(match (of_action, of_shares) {
        (Some((ticker, ex_date)), _) => {
            let WithdrawArguments { kind, sequence, .. } = *arguments;
            FactToWithdraw::Action { ticker, ex_date, kind, sequence }
        }
        (_, Some((ticker, effective))) => FactToWithdraw::Shares { ticker, effective },
        _ => bail!("what to withdraw? (hint: a file, --action or --shares)"),
    })
}

/// The imported files of a name, or of a hash by its first digits.
fn files_named(sources: &[Source], name: &str) -> anyhow::Result<Vec<Source>> {
    let is_hash = |source: &Source| name.len() >= FEWEST_DIGITS && source.hash.starts_with(name);
    let is_meant = |source: &&Source| source.name == name || is_hash(source);
    let found: Vec<Source> = sources.iter().filter(is_meant).cloned().collect();
    let contents: BTreeSet<&str> = found.iter().map(|source| source.hash.as_str()).collect();
    match contents.len() {
        0 => bail!(
            "no file {name} was imported into the market (hint: the table `sources` lists those that were)"
        ),
        1 => Ok(found),
        _ => {
            let hashes: Vec<&str> =
                contents.into_iter().map(|hash| hash.get(..12).unwrap_or(hash)).collect();
            bail!(
                "several files of the name {name} were imported (hint: name the file by its hash: {})",
                hashes.join(", ")
            )
        }
    }
}
