//! Where the rule that decided was read.

use jiff::civil::Date;

use crate::decision::{DecidingRule, Decision, Finding, OccasionKind};
use crate::methodology::{Day, Eligibility, FastEntry, InterimDeletions, Methodology, Screen};
use crate::new_listings;

pub(super) fn of<'a>(decision: &'a Decision, family: &'a Methodology) -> &'a str {
    let selection = family.selection.as_ref();
    let of_selection = || selection.map(|rule| rule.reference.as_str());
    let chooses = decision.index_id.as_deref().and_then(|id| family.index(id));
    if let Some(index) = chooses {
        return &index.reference;
    }
    let reference = match decision.rule {
        DecidingRule::Screen(screen) => of_screen(decision, screen, &family.eligibility),
        DecidingRule::AbsentFromLists => {
            family.inference.as_ref().map(|rule| rule.reference.as_str())
        }
        DecidingRule::Ranking => Some(family.ranking.reference.as_str()),
        DecidingRule::Rank | DecidingRule::Band
            if decision.evidence.finding == Finding::SizePlace =>
        {
            Some(of_place(decision, family))
        }
        DecidingRule::Committee if decision.occasion == OccasionKind::Committee => {
            decision.evidence.text.as_deref()
        }
        DecidingRule::Committee if decision.committee.is_some() => {
            family.committee.as_ref().map(|rule| rule.reference.as_str()).or_else(of_selection)
        }
        DecidingRule::NewListing | DecidingRule::Offering if selection.is_none() => {
            Some(new_listings::reference_of(family, decision.effective_after_close))
        }
        DecidingRule::FastEntry => fast_entry_of(decision, family).map(|rule| rule.source.as_str()),
        DecidingRule::InterimDeletion => {
            interim_deletions_of(decision, family).map(|rule| rule.source.as_str())
        }
        DecidingRule::Replacement => selection
            .and_then(|rule| rule.replacement_on(decision.effective_after_close))
            .map(|rule| rule.source.as_str()),
        _ => of_selection(),
    };
    reference.unwrap_or_default()
}

/// What a member would fail as a newcomer: the screen, or that it cannot be ranked or is on no list.
pub(super) fn against(decision: &Decision) -> DecidingRule {
    match (decision.screens.failed(), decision.evidence.finding) {
        (Some(screen), _) => DecidingRule::Screen(screen),
        (None, Finding::NoList) => DecidingRule::AbsentFromLists,
        (None, _) => DecidingRule::Ranking,
    }
}

/// The breakpoint's, or the ranking's where there is none.
fn of_place<'a>(decision: &Decision, family: &'a Methodology) -> &'a str {
    let breakpoint = decision.breakpoint.as_ref().or(decision.retaining_breakpoint.as_ref());
    let rule = breakpoint
        .and_then(|breakpoint| family.breakpoints.iter().find(|rule| rule.rank == breakpoint.rank));
    rule.map_or(&family.ranking.reference, |rule| &rule.reference)
}

/// The rule of a fast entry: that of its day that waits for as many sessions.
pub(super) fn fast_entry_of<'a>(
    decision: &Decision,
    family: &'a Methodology,
) -> Option<&'a FastEntry> {
    let rules = &family.selection.as_ref()?.fast_entries;
    let waited = |rule: &&FastEntry| decision.evidence.count == Some(rule.after_sessions);
    let holds = |rule: &&FastEntry| rule.holds_on(decision.effective_after_close);
    rules.iter().filter(waited).find(holds)
}

fn interim_deletions_of<'a>(
    decision: &Decision,
    family: &'a Methodology,
) -> Option<&'a InterimDeletions> {
    let rules = &family.selection.as_ref()?.interim_deletions;
    let day = decision.effective_after_close;
    let limit = |rule: &&InterimDeletions| decision.evidence.count == Some(rule.beyond);
    rules.iter().filter(limit).find(|rule| holds(day, rule.from, rule.until))
}

fn holds(day: Date, from: Option<Day>, until: Option<Day>) -> bool {
    from.is_none_or(|from| from.0 <= day) && until.is_none_or(|until| day <= until.0)
}

fn of_screen<'a>(decision: &Decision, screen: Screen, rules: &'a Eligibility) -> Option<&'a str> {
    registered_kind(decision, screen, rules).or_else(|| rules.reference(screen))
}

/// The rule of a kind derived from the register.
fn registered_kind<'a>(
    decision: &Decision,
    screen: Screen,
    rules: &'a Eligibility,
) -> Option<&'a str> {
    let is_told = screen == Screen::Kind && decision.evidence.finding == Finding::Register;
    let place = decision.evidence.count.filter(|_| is_told)?;
    let rule = rules.kind.as_ref()?.registered.get(place as usize)?;
    Some(&rule.reference)
}
