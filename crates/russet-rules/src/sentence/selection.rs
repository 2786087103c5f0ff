//! Who is chosen at a review that does not cut by rank.

use super::changes::changes;
use super::placement::ranks;
use super::words::{date_words, thousands};
use super::{reference, screens};
use crate::decision::{CommitteeSource, CommitteeStatement, Decision, Finding};
use crate::methodology::{Method, Methodology, RankBuffer};

/// A company that passed every screen, or a member that stays although it would not.
pub(super) fn chosen(decision: &Decision, family: &Methodology) -> String {
    let Some(rule) = &family.selection else { return changes(decision) };
    let words = match rule.method {
        Method::All => "Passes every test, and all such companies belong.".to_owned(),
        Method::Largest => largest(decision, rule.buffer(), rule.skip),
        Method::Committee => match candidate(decision) {
            Some(words) => words,
            None => return kept(decision, family),
        },
    };
    format!("{} {words} {}", ranks(decision, family.currency), changes(decision))
}

/// What the method of the largest makes of a rank, after those that are skipped.
pub(super) fn largest(decision: &Decision, buffer: RankBuffer, skip: u32) -> String {
    let limit = |rank: u32| thousands(u64::from(rank));
    let beyond = match skip {
        0 => String::new(),
        skip => format!(" after the {} that another index has", thousands(u64::from(skip))),
    };
    let is_within = decision.rank.is_some_and(|rank| rank.saturating_sub(skip) <= buffer.count);
    match decision.evidence.finding {
        Finding::BelongsElsewhere => {
            format!("The {} largest belong to another index.", limit(skip))
        }
        Finding::AmongLargest => {
            format!("The {} largest{beyond} belong.", limit(buffer.entry_rank))
        }
        Finding::WithinBuffer => {
            format!("A member ranked to {}{beyond} keeps its place.", limit(buffer.retention_rank))
        }
        Finding::FillsVacancy => format!(
            "That is beyond the {} largest{beyond}, but members leave a place free, and it \
             is the largest of the rest.",
            limit(buffer.entry_rank)
        ),
        _ if is_within => format!(
            "Members ranked to {}{beyond} keep their places, which leaves none of {} free.",
            limit(buffer.retention_rank),
            limit(buffer.count)
        ),
        _ => format!("All {} places{beyond} are taken.", limit(buffer.count)),
    }
}

/// What a committee makes of a company that passes every screen; nothing where it does not.
fn candidate(decision: &Decision) -> Option<String> {
    let words = match (decision.evidence.finding, &decision.committee) {
        (Finding::StaysMember, word) => return Some(member(word.as_deref())),
        (Finding::NotChosen, _) => "Passes every test; the committee has not chosen it.",
        (Finding::BelongsElsewhere, _) => {
            "Passes every test, but is among the largest, which belong to another index."
        }
        (Finding::FillsVacancy, _) => {
            "No committee has decided in this market: the largest candidate fills the vacancy."
        }
        (Finding::NoVacancy, _) => {
            "Passes every test; no committee has decided in this market, and every place is taken."
        }
        _ => return None,
    };
    Some(words.to_owned())
}

/// Why a member stays.
fn member(word: Option<&CommitteeStatement>) -> String {
    match word {
        Some(word) => format!("A member by {}.", word.words()),
        None => "A member, and no committee has decided in this market.".to_owned(),
    }
}

impl CommitteeStatement {
    /// The list or the decision, by its fund or who decided, and its date.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use russet_rules::decision::{CommitteeSource, CommitteeStatement};
    /// let (source, date) = (CommitteeSource::List, date(2024, 4, 30));
    /// let word = CommitteeStatement { source, by: "IVV".into(), date };
    /// assert_eq!(word.words(), "the list of IVV of 30 April 2024");
    /// ```
    pub fn words(&self) -> String {
        let source = match self.source {
            CommitteeSource::List => "list",
            CommitteeSource::Decision => "decision",
        };
        format!("the {source} of {} of {}", self.by, date_words(self.date))
    }
}

/// A member that stays though a screen would refuse it as a newcomer.
fn kept(decision: &Decision, family: &Methodology) -> String {
    let rule = reference::against(decision);
    format!(
        "{} As a newcomer it would fail '{rule}': {} The tests are asked of additions only. {}",
        member(decision.committee.as_deref()),
        match decision.screens.failed() {
            Some(screen) => screens::refusal(decision, screen, family),
            None if decision.evidence.finding == Finding::NoList => absent(decision),
            None => screens::uncounted(decision, family),
        },
        changes(decision)
    )
}

/// A company that the index's own lists left out.
pub(super) fn absent(decision: &Decision) -> String {
    let evidence = &decision.evidence;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let further = evidence.further.as_deref();
    format!(
        "Ranked {} on {}, well inside, and is on none of {} lists of {} from {} to {}: it must fail a \
         screen that no public fact shows.",
        evidence.measured.unwrap_or(0.0),
        day(further.and_then(|further| further.ranked_on)),
        evidence.count.unwrap_or(0),
        evidence.text.as_deref().unwrap_or_default(),
        day(evidence.date),
        day(further.and_then(|further| further.until)),
    )
}
