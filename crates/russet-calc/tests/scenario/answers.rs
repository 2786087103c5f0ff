//! What a run says to the questions of a scenario.

use std::fmt::Display;

use jiff::civil::Date;
use russet_calc::run::ActionOutcome;
use russet_calc::{BuildError, Cause, Run};
use russet_market::{Factor, Shares};
use russet_rules::{Decision, Methodology, Verdict};

use super::calendar::{listings, reviews, updates};
use super::table::aligned;
use super::text::{Fault, Row};

/// Decimals of levels and divisors in answers.
const DECIMALS: u32 = 6;
const QUESTIONS: &str = "members, weights, levels, returns, events, decisions, reason, outcomes, notes, starts, \
                         reviews, updates, listings, error";

/// The answer to one question, line by line.
pub fn answer(
    asked: &Row,
    family: &Methodology,
    run: &Result<Run, BuildError>,
) -> Result<Vec<String>, Fault> {
    let of_calendar = match asked.word(0) {
        "reviews" => Some(reviews(family, range(asked, 1)?)),
        "updates" => Some(updates(family, range(asked, 1)?)),
        "listings" => Some(listings(family, range(asked, 1)?)),
        _ => None,
    };
    if let Some(answer) = of_calendar {
        return answer.map_err(|error| asked.fault(error.to_string()));
    }
    let run = match (asked.word(0), run) {
        ("error", Ok(_)) => return Ok(vec!["none".to_owned()]),
        ("error", Err(error)) => return Ok(vec![error.to_string()]),
        (_, Ok(run)) => run,
        (_, Err(error)) => return Err(asked.fault(format!("there is no run: {error}"))),
    };
    match asked.word(0) {
        "members" => members(run, index(asked, family)?, date(asked, 2)?, asked),
        "weights" => weights(run, index(asked, family)?, date(asked, 2)?),
        "levels" => levels(run, index(asked, family)?, range(asked, 2)?),
        "returns" => returns(run, index(asked, family)?, range(asked, 2)?),
        "events" => events(run, index(asked, family)?, range(asked, 2)?),
        "decisions" => Ok(decisions(run, date(asked, 1)?, asked.word(2))),
        "reason" => reason((run, family), asked, date(asked, 2)?),
        "outcomes" => Ok(outcomes(run)),
        "notes" => Ok(run.manifest.notes.clone()),
        "starts" => Ok(starts(run)),
        other => Err(asked.fault(format!("nobody can answer '{other}' (hint: {QUESTIONS})"))),
    }
}

fn index<'a>(asked: &'a Row, family: &Methodology) -> Result<&'a str, Fault> {
    let id = asked.word(1);
    match family.index(id) {
        Some(_) => Ok(id),
        None => Err(asked.fault(format!("the family has no index '{id}'"))),
    }
}

fn date(asked: &Row, place: usize) -> Result<Date, Fault> {
    asked.read(asked.word(place), "a date")
}

/// `2024-05-01..2024-05-08`, one day, or all time.
fn range(asked: &Row, place: usize) -> Result<(Date, Date), Fault> {
    let text = asked.word(place);
    if text.is_empty() {
        return Ok((Date::MIN, Date::MAX));
    }
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    Ok((asked.read(from, "a date")?, asked.read(to, "a date")?))
}

/// Without zeros at the end: `5.250000` is `5.25`.
fn plain(text: &str) -> String {
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    }
}

fn members(run: &Run, index: &str, day: Date, asked: &Row) -> Result<Vec<String>, Fault> {
    if day
        > run.manifest.to.tomorrow().unwrap_or(Date::MAX).saturating_add(jiff::Span::new().days(7))
    {
        return Err(asked.fault(format!("the run ends on {}", run.manifest.to)));
    }
    let held = run.constituents.iter();
    let held = held
        .filter(|row| row.index_id == index && row.first_session <= day && row.last_session >= day);
    let mut held: Vec<_> = held.collect();
    held.sort_by_key(|row| &row.ticker);
    let styled = held.iter().any(|row| row.style_probability != Factor::ONE);
    let capped = held.iter().any(|row| row.cap_factor != Factor::ONE);
    let mut names = vec!["line", "shares", "float"];
    names.extend(styled.then_some("style"));
    names.extend(capped.then_some("cap"));
    let rows = held.into_iter().map(|row| {
        let mut cells = vec![row.ticker.to_string(), row.index_shares.to_string()];
        cells.push(row.free_float.to_string());
        cells.extend(styled.then(|| row.style_probability.to_string()));
        cells.extend(capped.then(|| row.cap_factor.to_string()));
        cells
    });
    Ok(aligned(&names, rows.collect()))
}

fn weights(run: &Run, index: &str, day: Date) -> Result<Vec<String>, Fault> {
    let weighted = run.weighted(index, day).expect("a run has the rates of its lines");
    let rows = weighted.into_iter().map(|row| {
        vec![
            row.constituent.ticker.to_string(),
            row.price.to_string(),
            row.constituent.index_shares.to_string(),
            format!("{:.4}%", row.weight * 100.0),
        ]
    });
    Ok(aligned(&["line", "close", "shares", "weight"], rows.collect()))
}

fn levels(run: &Run, index: &str, (from, to): (Date, Date)) -> Result<Vec<String>, Fault> {
    let within = run.levels_of(index).filter(|row| row.date >= from && row.date <= to);
    let rows = within.map(|row| {
        vec![
            row.date.to_string(),
            plain(&row.price_return.published(DECIMALS)),
            plain(&row.divisor.published(DECIMALS)),
            row.constituents.to_string(),
        ]
    });
    Ok(aligned(&["date", "level", "divisor", "lines"], rows.collect()))
}

fn returns(run: &Run, index: &str, (from, to): (Date, Date)) -> Result<Vec<String>, Fault> {
    let within = run.levels_of(index).filter(|row| row.date >= from && row.date <= to);
    let rows = within.map(|row| {
        let levels = [row.price_return, row.net_return, row.total_return];
        let mut cells = vec![row.date.to_string()];
        cells.extend(levels.map(|level| plain(&level.published(DECIMALS))));
        cells
    });
    Ok(aligned(&["date", "price", "net", "total"], rows.collect()))
}

/// What it was, and what it is now where that is another.
fn moved<T: Display + PartialEq>(before: Option<T>, after: Option<T>) -> String {
    let word = |value: &Option<T>| value.as_ref().map_or_else(|| "-".to_owned(), T::to_string);
    match before == after {
        true => word(&after),
        false => format!("{} -> {}", word(&before), word(&after)),
    }
}

fn events(run: &Run, index: &str, (from, to): (Date, Date)) -> Result<Vec<String>, Fault> {
    let of_index =
        run.events.iter().filter(|row| row.index_id == index && row.cause != Cause::Start);
    let within = of_index.filter(|row| row.after_close >= from && row.after_close <= to);
    let rows = within.map(|row| {
        let held = |shares: Shares| (shares != Shares::ZERO).then_some(shares);
        let divisor = |divisor: russet_market::Divisor| Some(plain(&divisor.published(DECIMALS)));
        vec![
            row.after_close.to_string(),
            row.cause.words().to_owned(),
            row.ticker.to_string(),
            moved(held(row.index_shares_before), held(row.index_shares_after)),
            moved(row.price_before, row.price_after),
            moved(divisor(row.divisor_before), divisor(row.divisor_after)),
            row.note.clone(),
        ]
    });
    let names = ["after", "cause", "line", "shares", "close", "divisor", "note"];
    Ok(aligned(&names, rows.collect()))
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Member => "member",
        Verdict::RankedOut => "ranked out",
        Verdict::Refused => "refused",
        Verdict::Candidate => "candidate",
    }
}

/// Whether a decision is about an index that takes some of its parent's securities; about the family, where no
/// index is named.
fn is_about(row: &Decision, index: &str) -> bool {
    row.index_id.as_deref().unwrap_or_default() == index
}

/// The decisions that take effect on a day, the largest company first.
fn decisions(run: &Run, effective: Date, index: &str) -> Vec<String> {
    let of_day = run.decisions.iter().filter(|row| row.effective_after_close == effective);
    let mut found: Vec<&Decision> = of_day.filter(|row| is_about(row, index)).collect();
    found.sort_by_key(|row| (row.rank.unwrap_or(u32::MAX), row.ticker.clone()));
    let or_none = |text: &str| if text.is_empty() { "-".to_owned() } else { text.to_owned() };
    let rows = found.into_iter().map(|row| {
        vec![
            row.ticker.to_string(),
            row.company_market_cap.map_or_else(|| "-".to_owned(), |cap| cap.to_string()),
            row.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            row.cumulative_percent.map_or_else(|| "-".to_owned(), |part| format!("{part:.2}%")),
            or_none(&row.indexes_before),
            or_none(&row.indexes_after),
            verdict(row.verdict).to_owned(),
            row.rule.to_string(),
        ]
    });
    let names = ["line", "cap", "rank", "up to", "before", "after", "verdict", "rule"];
    aligned(&names, rows.collect())
}

/// Why a line is in, or not: every decision about it that takes effect on a day.
fn reason(
    (run, family): (&Run, &Methodology),
    asked: &Row,
    effective: Date,
) -> Result<Vec<String>, Fault> {
    let (line, index) = (asked.word(1), asked.word(3));
    let about = |row: &&Decision| {
        let of_line = row.effective_after_close == effective && row.ticker.as_str() == line;
        of_line && is_about(row, index)
    };
    let mut lines = Vec::new();
    for row in run.decisions.iter().filter(about) {
        let (rule, reference) = (row.rule, row.reference(family));
        lines.push(format!(
            "{} {}: {} ({rule}: {reference})",
            row.occasion.as_str(),
            row.rank_day,
            verdict(row.verdict)
        ));
        lines.push(row.reason(family));
    }
    match lines.is_empty() {
        true => Err(asked.fault(format!("no decision about {line} takes effect on {effective}"))),
        false => Ok(lines),
    }
}

fn outcome(outcome: ActionOutcome) -> &'static str {
    match outcome {
        ActionOutcome::Applied => "applied",
        ActionOutcome::Waiting => "waiting",
        ActionOutcome::NotApplied => "not applied",
    }
}

/// What became of each corporate action.
fn outcomes(run: &Run) -> Vec<String> {
    let rows = run.actions.iter().map(|row| {
        vec![
            row.ex_date.to_string(),
            row.ticker.to_string(),
            row.kind.word().to_owned(),
            outcome(row.outcome).to_owned(),
            row.after_close.map_or_else(|| "-".to_owned(), |day| day.to_string()),
            row.reason.clone(),
        ]
    });
    aligned(&["ex-date", "line", "action", "outcome", "after", "reason"], rows.collect())
}

fn starts(run: &Run) -> Vec<String> {
    let rows = run.manifest.indexes.iter().map(|index| {
        vec![
            index.id.clone(),
            index.start.map_or_else(|| "-".to_owned(), |start| start.to_string()),
            plain(&index.level.published(DECIMALS)),
            index.note.clone(),
        ]
    });
    aligned(&["index", "from", "at", "note"], rows.collect())
}
