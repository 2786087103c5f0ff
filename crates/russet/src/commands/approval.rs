//! `russet market pending`, `approve` and `reject`: changes that take a second person.

use anyhow::bail;
use jiff::Zoned;
use russet_import::{ApprovalError, Withdrawer};
use russet_market::folder::Update;
use russet_market::market::Source;
use russet_market::{Market, MarketFolder};
use russet_store::Origin;

use super::without_files::without_files;
use crate::arguments::{ApproveArguments, PendingArguments, RejectArguments, WhoArguments};
use crate::output::{Kind, Sheet, Value};

impl WhoArguments {
    /// The name of who makes a change.
    pub fn name(&self) -> anyhow::Result<String> {
        let said = self.who.clone().unwrap_or_else(|| Origin::of_process().who);
        let name = said.trim();
        if name.is_empty() || name == "unknown" {
            bail!("who does this? (hint: --who NAME, or set RUSSET_USER)");
        }
        Ok(name.to_owned())
    }

    /// Who makes a change, why, and today.
    pub fn withdrawer(&self, why: &str) -> anyhow::Result<Withdrawer> {
        let why = why.trim();
        if why.is_empty() {
            bail!("--why is blank (hint: the record needs a reason)");
        }
        Ok(Withdrawer { who: self.name()?, why: why.to_owned(), on: Zoned::now().date() })
    }
}

pub fn pending(arguments: &PendingArguments) -> anyhow::Result<()> {
    let mut sheet = Sheet::new([
        ("id", Kind::Text),
        ("since", Kind::Date),
        ("who", Kind::Text),
        ("security", Kind::Text),
        ("change", Kind::Text),
        ("why", Kind::Text),
    ]);
    let market = MarketFolder::at(&arguments.market).snapshot()?.read()?;
    for change in &market.pending {
        let versions = market.securities.iter().rev();
        let mut named = versions.filter(|version| Some(version.security_id) == change.security_id);
        let ticker = named.next().map(|version| Value::Text(version.ticker.to_string()));
        sheet.row([
            Value::Text(change.id.clone()),
            Value::Date(change.since),
            Value::Text(change.who.clone()),
            ticker.unwrap_or(Value::Missing),
            Value::Text(change.description.clone()),
            Value::Text(change.why.clone()),
        ]);
    }
    sheet.print(arguments.format)
}

pub fn approve(arguments: &ApproveArguments) -> anyhow::Result<()> {
    let folder = MarketFolder::at(&arguments.market);
    folder.snapshot()?;
    let update = folder.update(arguments.wait.wait())?;
    let mut market = update.read()?;
    let who = arguments.who.name()?;
    let (mut notes, mut files): (Vec<String>, Vec<Source>) = (Vec::new(), Vec::new());
    for id in &arguments.ids {
        let (next, approved) = russet_import::approve(market, id, &who)?;
        market = next;
        let change = approved.change;
        notes.push(format!(
            "{} ({}): proposed by {}, approved by {who}: {}",
            change.description, change.id, change.who, change.why
        ));
        files.extend(approved.file);
    }
    if !files.is_empty() {
        market = without_files(&folder, market, &files)?;
    }
    let origin = Origin { who, ..Origin::of_process() };
    commit(update, market, origin, notes.join("; "))
}

pub fn reject(arguments: &RejectArguments) -> anyhow::Result<()> {
    let folder = MarketFolder::at(&arguments.market);
    folder.snapshot()?;
    let update = folder.update(arguments.wait.wait())?;
    let mut market = update.read()?;
    let by = arguments.who.withdrawer(&arguments.why)?;
    let rejected: Result<_, ApprovalError> = russet_import::reject(&mut market, &arguments.id, &by);
    let change = rejected?;
    let note = format!(
        "{} ({}): proposed by {}, rejected by {}: {}",
        change.description, change.id, change.who, by.who, by.why
    );
    commit(update, market, by_whom(&by), note)
}

/// The log entry for a person.
pub fn by_whom(by: &Withdrawer) -> Origin {
    Origin { who: by.who.clone(), ..Origin::of_process() }
}

/// Commits a change with a note for the log, and repeats the note.
pub fn commit(
    update: Update,
    market: Market,
    mut origin: Origin,
    note: String,
) -> anyhow::Result<()> {
    say!("{note}");
    origin.notes.push(note);
    let written = update.commit(market, origin)?;
    say!("{} tables written", written.len());
    Ok(())
}

/// Says that changes wait, and how to approve them.
pub fn say_that_it_waits(ids: &[String]) {
    if !ids.is_empty() {
        say!(
            "waits for a second person (hint: `russet market approve {} --who NAME`)",
            ids.join(" ")
        );
    }
}
