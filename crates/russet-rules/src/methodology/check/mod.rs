//! What no single value shows: rules that contradict each other.

mod counts;
mod dates;
mod identifiers;
mod index;
mod named;
mod selection;
mod weighting;

use russet_market::Calendar;

use super::{FORMAT_VERSION, Methodology};
use counts::counts;
use dates::dates;
use identifiers::identifiers;
use index::index_rule;
use named::named_indexes;
use selection::choice;

/// The key at fault, and what is wrong and what would be right.
pub(super) type Refusal = (String, String);

type Checked = Result<(), Refusal>;

fn refuse(key: impl Into<String>, reason: impl Into<String>) -> Checked {
    Err((key.into(), reason.into()))
}

pub(super) fn check(family: &Methodology) -> Checked {
    if family.format_version != FORMAT_VERSION {
        let reason = format!(
            "{} is not {FORMAT_VERSION}, which this russet reads (hint: write {FORMAT_VERSION}, and see \
             what `russet methodology check` finds then)",
            family.format_version
        );
        return refuse("format_version", reason);
    }
    identifiers(family)?;
    if Calendar::named(&family.calendar).is_none() {
        let reason =
            format!("'{}' is not a calendar russet has (hint: XNYS or weekdays)", family.calendar);
        return refuse("calendar", reason);
    }
    for (key, count, most) in counts(family) {
        if count > most {
            return refuse(key, format!("{count} is beyond {most} (hint: write at most that)"));
        }
    }
    choice(family)?;
    for (position, index) in family.indexes.iter().enumerate() {
        index_rule(family, index, &family.indexes[..position])
            .or_else(|(key, reason)| refuse(format!("indexes.{}{key}", index.id), reason))?;
    }
    named_indexes(family)?;
    if !family.free_float.recent_listings.is_sorted_by(|a, b| a.within_sessions < b.within_sessions)
    {
        return refuse(
            "free_float.recent_listings",
            "within_sessions must ascend (hint: the youngest first)",
        );
    }
    dates(family)?;
    family.style.iter().try_for_each(|style| style.check())?;
    family.eligibility.check()
}
