//! How closely the members of an index agree with a fund's list, and why they do not.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use russet_market::{Calendar, FundLine, LineKind, NumberError};
use russet_rules::{Decision, Methodology, Verdict};

use crate::run::Run;

/// Members of an index on a session against one list.
#[derive(Debug, Clone, PartialEq)]
pub struct MemberComparison {
    /// The fund.
    pub fund: String,
    /// The session of the list.
    pub as_of: Date,
    /// Members in the run.
    pub ours: usize,
    /// Shares on the list.
    pub theirs: usize,
    /// In both.
    pub both: usize,
    /// Part of our members that the list has too.
    pub precision: f64,
    /// Part of the list that we have too.
    pub recall: f64,
    /// In both, over in either.
    pub jaccard: f64,
    /// `Σ min(our weight, their weight)`, where the list carries weights.
    pub weight_overlap: Option<f64>,
    /// What the list has and we have not, by reason, the most frequent first.
    pub missed: Vec<MissGroup>,
    /// What we have and the list has not, by reason, the most frequent first.
    pub extra: Vec<MissGroup>,
}

/// Misses for one reason.
#[derive(Debug, Clone, PartialEq)]
pub struct MissGroup {
    /// The reason they share.
    pub reason: String,
    /// The misses, by symbol.
    pub misses: Vec<Miss>,
}

/// A security in one list only.
#[derive(Debug, Clone, PartialEq)]
pub struct Miss {
    /// Its symbol.
    pub ticker: String,
    /// What was decided of it, in full.
    pub detail: String,
}

/// Compares the members of an index with a list, with reasons from the run's methodology and on its sessions; none
/// when the run has no members that day.
///
/// # Errors
/// [`NumberError`] when the run lacks a rate of exchange that weights need.
pub fn compare_members(
    (run, family): (&Run, &Methodology),
    index: &str,
    list: &[FundLine],
    sessions: &Calendar,
) -> Result<Option<MemberComparison>, NumberError> {
    let Some(first) = list.first() else { return Ok(None) };
    let day = first.as_of;
    // A fund's list shows what it holds after the close, so changes after that close are in it.
    let members = run.weighted(index, sessions.next_session(day).unwrap_or(day))?;
    if members.is_empty() {
        return Ok(None);
    }
    let ours: BTreeMap<String, f64> =
        members.iter().map(|row| (row.constituent.ticker.key(), row.weight)).collect();
    let listed: Vec<&FundLine> = list.iter().filter(|line| line.kind == LineKind::Equity).collect();
    let theirs: BTreeMap<String, Option<f64>> =
        listed.iter().map(|line| (line.ticker.key(), line.weight_percent)).collect();
    let both = theirs.keys().filter(|key| ours.contains_key(*key)).count();
    let either = ours.len() + theirs.len() - both;
    let decided = last_decisions(run, index, day);
    let missed = theirs.keys().filter(|key| !ours.contains_key(*key));
    let extra = ours.keys().filter(|key| !theirs.contains_key(*key));
    Ok(Some(MemberComparison {
        fund: first.fund.clone(),
        as_of: day,
        ours: ours.len(),
        theirs: theirs.len(),
        both,
        precision: both as f64 / ours.len() as f64,
        recall: both as f64 / theirs.len().max(1) as f64,
        jaccard: both as f64 / either as f64,
        weight_overlap: weight_overlap(&ours, &theirs),
        missed: groups(missed.map(|key| why_missed(key, (index, family), &decided))),
        extra: groups(extra.map(|key| why_extra(key, (index, family), &decided))),
    }))
}

/// Weights of the list are percentages of a fund that also holds cash, so they are put on one sum. None where
/// the list does not give every weight.
fn weight_overlap(
    ours: &BTreeMap<String, f64>,
    theirs: &BTreeMap<String, Option<f64>>,
) -> Option<f64> {
    let total: f64 = theirs.values().copied().sum::<Option<f64>>()?;
    if total <= 0.0 {
        return None;
    }
    let shared =
        theirs.iter().filter_map(|(key, weight)| Some(ours.get(key)?.min((*weight)? / total)));
    Some(shared.sum())
}

/// The newest decision in force on a day about an index or the whole family, by symbol.
fn last_decisions<'a>(run: &'a Run, index: &str, day: Date) -> BTreeMap<String, &'a Decision> {
    let mut decided: BTreeMap<String, &Decision> = BTreeMap::new();
    let mut renamed: BTreeMap<u32, String> = BTreeMap::new();
    for row in run.constituents.iter().filter(|row| row.first_session <= day) {
        renamed.insert(row.security_id.0, row.ticker.key());
    }
    let is_about = |row: &Decision| row.index_id.as_deref().is_none_or(|id| id == index);
    let in_force = run.decisions.iter().filter(|row| row.effective_after_close <= day);
    for decision in in_force.filter(|row| is_about(row)) {
        let now = renamed.get(&decision.security_id.0).cloned();
        for key in BTreeSet::from([decision.ticker.key(), now.unwrap_or(decision.ticker.key())]) {
            let newer =
                |old: &&Decision| old.effective_after_close <= decision.effective_after_close;
            if decided.get(&key).is_none_or(newer) {
                decided.insert(key, decision);
            }
        }
    }
    decided
}

fn why_missed(
    key: &str,
    (index, family): (&str, &Methodology),
    decided: &BTreeMap<String, &Decision>,
) -> (String, Miss) {
    let Some(decision) = decided.get(key) else {
        let detail = "No security of this symbol was considered.".to_owned();
        return (
            "not in the market under this symbol".to_owned(),
            Miss { ticker: key.to_owned(), detail },
        );
    };
    let reason = match decision.verdict {
        Verdict::Refused => format!("refused by {}", decision.rule),
        Verdict::RankedOut => "ranked too low".to_owned(),
        Verdict::Candidate => "a candidate that the committee had not chosen".to_owned(),
        Verdict::Member if belongs(decision, index) => "was in, and has left since".to_owned(),
        Verdict::Member => {
            format!("placed elsewhere by {}: {}", decision.rule, neighbor(decision, index))
        }
    };
    (reason, Miss { ticker: key.to_owned(), detail: decision.reason(family) })
}

fn why_extra(
    key: &str,
    (index, family): (&str, &Methodology),
    decided: &BTreeMap<String, &Decision>,
) -> (String, Miss) {
    let Some(decision) = decided.get(key) else {
        let detail = "It is in without a decision under this symbol.".to_owned();
        return (
            "renamed since it was decided".to_owned(),
            Miss { ticker: key.to_owned(), detail },
        );
    };
    let was_member = decision.indexes_before.split_whitespace().any(|id| id == index);
    let how = if was_member { "stayed by" } else { "entered by" };
    (
        format!("{how} {}", decision.rule),
        Miss { ticker: key.to_owned(), detail: decision.reason(family) },
    )
}

fn belongs(decision: &Decision, index: &str) -> bool {
    decision.indexes_after.split_whitespace().any(|id| id == index)
}

/// The narrowest other index that it went to: the last named, since a family lists its parents
/// first.
fn neighbor(decision: &Decision, index: &str) -> String {
    let others = decision.indexes_after.split_whitespace().filter(|id| *id != index);
    others.collect::<Vec<_>>().join(" ")
}

fn groups(misses: impl Iterator<Item = (String, Miss)>) -> Vec<MissGroup> {
    let mut by_reason: BTreeMap<String, Vec<Miss>> = BTreeMap::new();
    for (reason, miss) in misses {
        by_reason.entry(reason).or_default().push(miss);
    }
    let mut groups: Vec<MissGroup> =
        by_reason.into_iter().map(|(reason, misses)| MissGroup { reason, misses }).collect();
    groups
        .sort_by(|a, b| b.misses.len().cmp(&a.misses.len()).then_with(|| a.reason.cmp(&b.reason)));
    groups
}
