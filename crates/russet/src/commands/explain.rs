//! `russet explain`: why a security is in, or not.

use anyhow::{bail, ensure};
use jiff::civil::Date;
use russet_calc::{Run, RunFolder};
use russet_market::{Calendar, Currency, SecurityId, Ticker};
use russet_rules::{Decision, Methodology};

use crate::arguments::ExplainArguments;
use crate::methodology::family_of;
use crate::output::{Format, Kind, Sheet, Value, print_text};

pub fn run(arguments: &ExplainArguments) -> anyhow::Result<()> {
    let Some(ticker) = Ticker::new(&arguments.ticker) else {
        bail!("'{}' is no symbol", arguments.ticker);
    };
    let run = RunFolder::at(&arguments.run.run).read_without_closes()?;
    let (from, to) = (run.manifest.from, run.manifest.to);
    let day = arguments.on.unwrap_or(to);
    let calendar = family_of(&run)?.sessions();
    ensure!(
        session_of(calendar, day) <= calendar.next_session(to)?,
        "{day} lies behind the run, which covers sessions from {from} to {to} (hint: give a day in that range)"
    );
    let Some(security) = holder_of(&run, &ticker, day) else {
        bail!(
            "no decision about {ticker} up to {day}: the market had no line of this symbol on a rank day (hint: a symbol used at that time may differ from today's)"
        );
    };
    match arguments.run.format {
        Format::Table => print_text(&explanation(&run, security, day)),
        other => sheet(&decisions_of(&run, security, day)).print(other),
    }
}

/// The security that went by a symbol on a day: as a constituent then, or as last decided of.
fn holder_of(run: &Run, ticker: &Ticker, day: Date) -> Option<SecurityId> {
    let key = ticker.key();
    let held = run.constituents.iter().filter(|row| row.from <= day && row.ticker.key() == key);
    let newest_held =
        held.max_by_key(|row| (row.to.min(day), row.from)).map(|row| (row.to, row.security));
    let decided = run.decisions.iter().filter(|row| row.rank_day <= day && row.ticker.key() == key);
    let newest_decided =
        decided.max_by_key(|row| row.rank_day).map(|row| (row.rank_day, row.security));
    newest_held.max(newest_decided).map(|(_, security)| security)
}

/// What the amounts of a line's story are in, as far as the run tells.
#[derive(Clone, Copy)]
struct Moneys {
    line: Option<Currency>,
    family: Option<Currency>,
}

impl Moneys {
    fn of(run: &Run, family: Option<&Methodology>, security: SecurityId) -> Moneys {
        let family = family.map(|family| family.currency);
        let held = run.constituents.iter().rfind(|row| row.security == security);
        // Without rates every line trades in the family's own currency.
        let own = held.map(|row| row.currency).or(family.filter(|_| run.rates.is_empty()));
        Moneys { line: own, family }
    }
}

fn in_words(amount: impl std::fmt::Display, currency: Option<Currency>) -> String {
    match currency {
        Some(Currency::USD) => format!("${amount}"),
        Some(other) => format!("{amount} {other}"),
        None => amount.to_string(),
    }
}

/// The session whose constituents hold on a day: on a weekend those of the session that follows.
fn session_of(calendar: &Calendar, day: Date) -> Date {
    calendar.session_on_or_after(day).unwrap_or(day)
}

fn decisions_of(run: &Run, security: SecurityId, day: Date) -> Vec<&Decision> {
    let known = |row: &&Decision| row.security == security && row.rank_day <= day;
    run.decisions.iter().filter(known).collect()
}

/// Where a security stands on a day, the decision that put it there, and what happened since.
pub fn explanation(run: &Run, security: SecurityId, day: Date) -> String {
    let mut lines = Vec::new();
    let decisions = decisions_of(run, security, day);
    let family = family_of(run).ok();
    let session = family.as_ref().map_or(day, |family| session_of(family.sessions(), day));
    let moneys = Moneys::of(run, family.as_ref(), security);
    let held: Vec<_> = run
        .constituents
        .iter()
        .filter(|row| row.security == security && row.from <= session && row.to >= session)
        .collect();
    let called = held.last().map(|row| (row.ticker.to_string(), row.name.clone()));
    let called =
        called.or_else(|| decisions.last().map(|row| (row.ticker.to_string(), row.name.clone())));
    let (ticker, name) = called.unwrap_or_default();
    lines.push(format!("{ticker}  {name}"));
    let ids: Vec<&str> =
        run.index_ids().filter(|id| held.iter().any(|row| row.index == *id)).collect();
    lines.push(match held.first() {
        Some(row) => {
            format!("On {day}: in {}, with {} index shares.", ids.join(", "), row.index_shares)
        }
        None => format!("On {day}: in no index."),
    });
    lines.extend(held.first().map(|row| {
        let since = row.free_float_since.map_or_else(String::new, |day| format!(", since {day}"));
        let percent = row.free_float.to_f64() * 100.0;
        format!("Free float {percent:.2}% ({}{since}).", row.free_float_source)
    }));
    let in_force = decisions.iter().rfind(|row| row.effective < day);
    if let Some(decision) = in_force {
        lines.push(String::new());
        lines.extend(told(decision, moneys));
    }
    lines.extend(since(run, (security, moneys), in_force.map(|row| row.effective), day));
    let announced = decisions.iter().filter(|row| row.effective >= day);
    for decision in announced {
        lines.push(String::new());
        lines.push(format!("Decided, and in force after the close of {}:", decision.effective));
        lines.extend(told(decision, moneys));
    }
    let earlier: Vec<_> = decisions
        .iter()
        .filter(|row| {
            row.effective < day && in_force.is_some_and(|last| last.rank_day > row.rank_day)
        })
        .collect();
    if !earlier.is_empty() {
        lines.push(String::new());
        lines.push("Before:".to_owned());
        let line = |row: &&&Decision| format!("  {}  {}", row.effective, row.reason);
        lines.extend(earlier.iter().rev().map(line));
    }
    lines.extend(legend(family.as_ref(), &lines));
    lines.join("\n") + "\n"
}

/// What the short names of sources stand for, as far as a text uses them.
fn legend(family: Option<&Methodology>, lines: &[String]) -> Vec<String> {
    let Some(family) = family else { return Vec::new() };
    let used = |name: &str| lines.iter().any(|line| line.contains(name));
    let entries = family.sources.iter().filter(|(name, _)| used(name));
    let mut legend: Vec<String> =
        entries.map(|(name, title)| format!("  {name}: {title}")).collect();
    if !legend.is_empty() {
        legend.insert(0, "\nSources:".to_owned());
    }
    legend
}

fn told(decision: &Decision, moneys: Moneys) -> Vec<String> {
    let occasion = decision.occasion.replace('_', " ");
    let mut lines = vec![
        format!(
            "{} effective {} (rank day {}), rule '{}' ({}):",
            capitalised(&occasion),
            decision.effective,
            decision.rank_day,
            decision.rule,
            decision.reference
        ),
        format!("  {}", decision.reason),
    ];
    let mut facts =
        vec![format!("close {} of {}", in_words(decision.close, moneys.line), decision.close_date)];
    if let (Some(shares), Some(source)) = (decision.shares, &decision.shares_source) {
        facts.push(format!("{shares} shares ({source})"));
    }
    if let Some(cap) = decision.company_cap {
        facts.push(format!("company capitalisation {}", in_words(cap.published(0), moneys.family)));
    }
    if let (Some(rank), Some(percent)) = (decision.rank, decision.cumulative_percent) {
        facts.push(format!("rank {rank}, cumulative share {percent:.2}%"));
    }
    facts.extend(decision.register.clone().map(|words| format!("register: {words}")));
    facts.extend(decision.overrides.clone().map(|words| format!("override: {words}")));
    if !decision.previous.is_empty() {
        facts.push(format!("before in {}", decision.previous.replace(' ', ", ")));
    }
    lines.push(format!("  Facts: {}.", facts.join("; ")));
    lines
}

/// Ledger entries after a decision took effect, those of one index: the first that has any.
fn since(
    run: &Run,
    (security, moneys): (SecurityId, Moneys),
    after: Option<Date>,
    day: Date,
) -> Vec<String> {
    let of_security = || {
        run.events.iter().filter(move |entry| {
            entry.security == security
                && entry.after_close < day
                && after.is_none_or(|after| entry.after_close > after)
        })
    };
    let Some(index) = of_security().map(|entry| entry.index.as_str()).next() else {
        return Vec::new();
    };
    let mut lines = vec![String::new(), format!("Since then, in {index}:")];
    for entry in of_security().filter(|entry| entry.index == index) {
        let note = if entry.note.is_empty() { String::new() } else { format!(" ({})", entry.note) };
        lines.push(format!(
            "  {}  {}{note}: {} to {} index shares{}",
            entry.after_close,
            entry.cause.words(),
            entry.shares_before,
            entry.shares_after,
            entry
                .price
                .map_or_else(String::new, |price| format!(" at {}", in_words(price, moneys.line)))
        ));
    }
    lines
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

fn sheet(decisions: &[&Decision]) -> Sheet {
    let mut sheet = Sheet::new([
        ("occasion", Kind::Text),
        ("rank_day", Kind::Date),
        ("effective", Kind::Date),
        ("ticker", Kind::Text),
        ("name", Kind::Text),
        ("close", Kind::Decimal),
        ("close_date", Kind::Date),
        ("shares", Kind::Decimal),
        ("shares_source", Kind::Text),
        ("register", Kind::Text),
        ("overrides", Kind::Text),
        ("company_cap", Kind::Decimal),
        ("rank", Kind::Whole),
        ("cumulative_percent", Kind::Float),
        ("previous", Kind::Text),
        ("indexes", Kind::Text),
        ("rule", Kind::Text),
        ("reference", Kind::Text),
        ("reason", Kind::Text),
    ]);
    for row in decisions {
        sheet.row([
            Value::Text(row.occasion.clone()),
            Value::Date(row.rank_day),
            Value::Date(row.effective),
            Value::Text(row.ticker.to_string()),
            Value::Text(row.name.clone()),
            Value::Decimal(row.close.to_string()),
            Value::Date(row.close_date),
            row.shares.map_or(Value::Missing, |shares| Value::Decimal(shares.to_string())),
            row.shares_source.clone().map_or(Value::Missing, Value::Text),
            row.register.clone().map_or(Value::Missing, Value::Text),
            row.overrides.clone().map_or(Value::Missing, Value::Text),
            row.company_cap.map_or(Value::Missing, |cap| Value::Decimal(cap.published(2))),
            row.rank.map_or(Value::Missing, |rank| Value::Whole(i64::from(rank))),
            row.cumulative_percent.map_or(Value::Missing, |percent| Value::Float(percent, 4)),
            Value::Text(row.previous.clone()),
            Value::Text(row.indexes.clone()),
            Value::Text(row.rule.clone()),
            Value::Text(row.reference.clone()),
            Value::Text(row.reason.clone()),
        ]);
    }
    sheet
}
