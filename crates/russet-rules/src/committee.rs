//! Whether a committee has decided in a market, and what.

use jiff::civil::Date;
use russet_market::{CommitteeDecision, MarketView};

use crate::RulesError;
use crate::decision::{
    CommitteeSource, CommitteeStatement, DecidingRule, Decision, Evidence, Finding,
    FurtherEvidence, OccasionKind, ScreenAnswers, Verdict,
};
use crate::funds::lists_of;
use crate::membership::{Members, SizeMembership};
use crate::methodology::Methodology;
use crate::reconstitution::{Occasion, record, snapshot_of};
use crate::research::Research;
use crate::screening::Screening;
use crate::screens::RuleFinding;

/// The newest word of a committee.
///
/// A committee decides in a market that has, known by the day, a list of its fund or a decision for its
/// index. Nothing where it does not, or where the family has none.
pub fn latest_statement(
    view: &MarketView<'_>,
    family: &Methodology,
    day: Date,
) -> Option<CommitteeStatement> {
    let committee = family.committee.as_ref()?;
    let lists = committee.fund.as_ref().map(|fund| (fund, lists_of(view, fund)));
    let list = lists.and_then(|(fund, lists)| {
        let is_known = |list: &&Vec<&russet_market::FundLine>| {
            list[0].known_at <= day && list.len() >= committee.minimum_securities as usize
        };
        let list = lists.iter().rfind(is_known)?;
        let (source, by) = (CommitteeSource::List, fund.as_str().into());
        Some((list[0].known_at, CommitteeStatement { source, by, date: list[0].as_of }))
    });
    let decision = of_index(view, family).filter(|row| row.known_at <= day);
    let decision =
        decision.max_by_key(|row| (row.known_at, row.effective_after_close)).map(|row| {
            let (source, by) = (CommitteeSource::Decision, row.who.as_str().into());
            (row.known_at, CommitteeStatement { source, by, date: row.known_at })
        });
    list.into_iter().chain(decision).max_by_key(|(known_at, _)| *known_at).map(|(_, word)| word)
}

/// What the family's committee decided that holds after a close of these days, both included: on its
/// effective day, or on the day it was known where that is later; in that order.
pub fn decisions_within<'market>(
    view: &MarketView<'market>,
    family: &Methodology,
    (from, to): (Date, Date),
) -> Vec<&'market CommitteeDecision> {
    let mut rows: Vec<&CommitteeDecision> =
        of_index(view, family).filter(|row| (from..=to).contains(&holds_from(row))).collect();
    rows.sort_by_key(|row| (holds_from(row), *row));
    rows
}

/// The day after whose close a decision holds.
fn holds_from(row: &CommitteeDecision) -> Date {
    row.effective_after_close.max(row.known_at)
}

fn of_index<'market>(
    view: &MarketView<'market>,
    family: &Methodology,
) -> impl Iterator<Item = &'market CommitteeDecision> {
    let index = family.committee.as_ref().map(|committee| committee.index.clone());
    let rows = view.committee_decisions().iter();
    rows.filter(move |row| index.as_ref() == Some(&row.index_id))
}

/// A committee's decisions as the record has them.
#[derive(Debug, Clone, Default)]
pub struct CommitteeRecord<'market> {
    /// One row a security that the market knows.
    pub decisions: Vec<Decision>,
    /// Decisions of securities without a close lately: their value is unknown.
    pub unseen: Vec<&'market CommitteeDecision>,
}

/// The record of what a committee decided: each security with its facts on the day after whose close it
/// holds, who decided, and why.
///
/// # Errors
/// [`RulesError`] when the market has no prices on the day, or a sum goes out of range.
pub fn record_decisions<'market>(
    family: &Methodology,
    research: &Research<'_>,
    day: Date,
    decided: &[&'market CommitteeDecision],
    members: &Members,
) -> Result<CommitteeRecord<'market>, RulesError> {
    let mut recorded = CommitteeRecord::default();
    if decided.is_empty() {
        return Ok(recorded);
    }
    let occasion = Occasion { kind: OccasionKind::Committee, rank_day: day, effective: day };
    let snapshot = snapshot_of(family, research, occasion)?;
    let screening = Screening::of(family, research, &snapshot, members);
    for row in decided {
        let Ok(place) =
            snapshot.securities.binary_search_by_key(&row.security_id, |security| security.id)
        else {
            recorded.unseen.push(*row);
            continue;
        };
        let security = &snapshot.securities[place];
        let membership = members.get(&security.issuer).copied();
        let (by, note) = (Some(row.who.as_str().into()), Some(row.why.as_str().into()));
        let further = FurtherEvidence { by, note, ..FurtherEvidence::default() };
        let evidence = Evidence::of(Finding::Decided).text(row.source.as_str()).further(further);
        // Whoever decides asks no screen.
        let answers = ScreenAnswers::default();
        let ruling = RuleFinding { rule: DecidingRule::Committee, evidence, answers };
        let mut decision = record(&screening, occasion, security, ruling);
        if row.enters {
            decision.verdict = Verdict::Member;
            let membership = membership.unwrap_or(SizeMembership::in_segment(0));
            decision.indexes_after = research.index_ids().get(membership);
        }
        recorded.decisions.push(decision);
    }
    recorded.decisions.sort_by_cached_key(|decision| decision.security_id);
    Ok(recorded)
}
