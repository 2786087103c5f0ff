//! `russet methodology check`: whether methodologies can be read and hold together.

use russet_rules::Methodology;

use super::words::{counted, months};
use crate::arguments::CheckMethodologyArguments;
use crate::methodology;
use crate::output::print_text;

/// Every one is checked, whatever the others are.
pub fn run(arguments: &CheckMethodologyArguments) -> anyhow::Result<()> {
    let mut faults = Vec::new();
    for name in &arguments.methodologies {
        match methodology::load(name) {
            Ok((family, _)) => print_text(&format!("{name}: fine: {}\n", summary(&family)))?,
            Err(error) => faults.push(error),
        }
    }
    let Some(last) = faults.pop() else { return Ok(()) };
    for fault in faults {
        say!("error: {fault:#}");
    }
    Err(last)
}

fn summary(family: &Methodology) -> String {
    let base = family.rules.as_ref().map(|rules| format!(" on the rules of {rules}"));
    let how = match (&family.selection, &family.committee) {
        (_, Some(committee)) => format!("a committee decides {}", committee.index),
        (Some(_), None) => "members chosen".to_owned(),
        (None, None) => format!("cut at {}", counted(family.breakpoints.len(), "rank", "ranks")),
    };
    let table = family.reconstitutions.first().zip(family.reconstitutions.last());
    let table = table.map(|(first, last)| {
        let count = counted(family.reconstitutions.len(), "reconstitution", "reconstitutions");
        format!("{count} from {} to {}", first.effective, last.effective)
    });
    let by_rule = family.reviews.iter().map(|rule| format!("reviews in {}", months(&rule.months)));
    let times: Vec<String> = table.into_iter().chain(by_rule).collect();
    let times = match times.is_empty() {
        true => "never reviewed".to_owned(),
        false => times.join(", "),
    };
    format!(
        "family {}{}, {how}, {}, {}, {times}",
        family.name,
        base.unwrap_or_default(),
        counted(family.indexes.len(), "index", "indexes"),
        counted(family.eligibility.order.len(), "screen", "screens"),
    )
}
