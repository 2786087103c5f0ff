//! Corporate actions, a sentence each: `2024-05-06 AAA merger 1/5 of BBB at 2.00 known 2024-05-01`.

use jiff::civil::Date;
use russet_market::{Action, ActionKind, SecurityId};

use super::names::Names;
use super::text::{Fault, Row};

/// The source that all actions of scenarios have.
const SOURCE: &str = "a notice";

pub fn action(row: &Row, names: &Names) -> Result<Action, Fault> {
    let ex_date: Date = row.read(row.word(0), "an ex-date")?;
    let security: SecurityId = names.line(row, row.word(1))?;
    let kind = ActionKind::from_word(row.word(2));
    let kind = kind.ok_or_else(|| row.fault(format!("'{}' is no action", row.word(2))))?;
    let mut action = Action::new(ex_date, security, kind, SOURCE);
    // Known in time, where nothing else is said.
    action.known_at = ex_date.yesterday().unwrap_or(ex_date);
    let mut rest = row.words[3..].iter().map(String::as_str);
    while let Some(word) = rest.next() {
        if word.contains('/') {
            action.ratio = Some(row.read(word, "a ratio such as 2/1")?);
            continue;
        }
        let value = rest.next().ok_or_else(|| row.fault(format!("nothing follows '{word}'")))?;
        match word {
            "at" => action.cash = Some(row.read(value, "a price")?),
            "in" => action.cash_currency = Some(row.read(value, "a currency")?),
            "of" | "into" => action.other_security_id = Some(names.line(row, value)?),
            "sells" => action.shares_sold = Some(row.read(value, "a number of shares")?),
            "known" => action.known_at = row.read(value, "a date")?,
            "effective" => action.effective_date = Some(row.read(value, "a date")?),
            "sequence" => action = in_sequence(&action, row.read(value, "a number")?),
            _ => {
                let hint = "2/1, at, in, of, into, sells, known, effective, sequence";
                return Err(row.fault(format!("'{word}' says nothing here (hint: {hint})")));
            }
        }
    }
    match action.fault() {
        Some(fault) => Err(row.fault(format!("{}: {}", fault.column, fault.reason))),
        None => Ok(action),
    }
}

/// An action with its place among those of its kind on its day, as the column of that name has it.
fn in_sequence(action: &Action, sequence: u16) -> Action {
    let mut fields = serde_json::to_value(action).expect("an action is plain data");
    fields["sequence"] = sequence.into();
    serde_json::from_value(fields).expect("an action is plain data")
}
