//! Who of the eligible is chosen where ranks are not cut: all, the largest, or whom a committee chose.

use std::collections::{BTreeMap, BTreeSet};

use russet_market::{IssuerId, MarketView, Money};

use crate::committee::spoken;
use crate::decision::{Decision, Verdict};
use crate::membership::{Members, Standing};
use crate::methodology::{Method, Methodology, Screen, Selection};
use crate::placement::Ranking;
use crate::reason::{rank_words, standing_words, thousands};
use crate::reconstitution::{Occasion, Placed, Screened, circumstances, record};
use crate::screens::{Refused, ask, is_of_the_line};
use crate::snapshot::{Line, Snapshot};

/// What the method of the largest makes of a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chosen {
    /// Among the largest that another index has.
    LeftOut,
    /// Among the largest that enter, member or not.
    ByRank,
    /// A member within the rank to which members stay.
    Spared,
    /// The largest of those left takes a place that is free.
    Fills,
    /// No place is left.
    Not,
}

/// Chooses the largest: `members` tells of each rank, from the largest company, whether it is a member.
///
/// After those that are skipped, ranks to `enters_to` belong; then members ranked to `stays_to`, the
/// largest first; then the largest of the rest, until `count` places are taken.
///
/// ```
/// use russet_rules::methodology::{Method, Selection};
/// use russet_rules::selection::{Chosen, largest};
/// let rule = Selection {
///     method: Method::Largest,
///     count: Some(3),
///     skip: 0,
///     enters_to: Some(1),
///     stays_to: Some(4),
///     reference: String::new(),
/// };
/// let chosen = largest(&rule, &[false, false, false, true]);
/// assert_eq!(chosen, [Chosen::ByRank, Chosen::Fills, Chosen::Not, Chosen::Spared]);
/// ```
pub fn largest(rule: &Selection, members: &[bool]) -> Vec<Chosen> {
    let skipped = (rule.skip as usize).min(members.len());
    let mut chosen = vec![Chosen::LeftOut; skipped];
    let rest = &members[skipped..];
    let count = rule.count.map_or(rest.len(), |count| count as usize).min(rest.len());
    let to = |limit: Option<u32>| limit.map_or(count, |limit| limit as usize);
    let (enters_to, stays_to) = (to(rule.enters_to).min(count), to(rule.stays_to));
    let mut places = count;
    let mut of_rest = vec![Chosen::Not; rest.len()];
    let mut take = |position: usize, by: Chosen| {
        if places > 0 && of_rest[position] == Chosen::Not {
            of_rest[position] = by;
            places -= 1;
        }
    };
    (0..enters_to).for_each(|position| take(position, Chosen::ByRank));
    let spared = (0..stays_to.min(rest.len())).filter(|position| rest[*position]);
    spared.for_each(|position| take(position, Chosen::Spared));
    (0..rest.len()).for_each(|position| take(position, Chosen::Fills));
    chosen.extend(of_rest);
    chosen
}

/// What a review decides by.
pub(crate) struct Review<'a, 'market> {
    pub(crate) view: &'a MarketView<'market>,
    pub(crate) family: &'a Methodology,
    pub(crate) selection: &'a Selection,
    pub(crate) occasion: Occasion,
    pub(crate) members: &'a Members,
    pub(crate) ranking: &'a Ranking,
}

/// A verdict on a company, the rule and where it was read, and what is to be said beside its rank and
/// what changes for it.
struct Choice<'a> {
    verdict: Verdict,
    rule: &'static str,
    reference: &'a str,
    words: String,
}

impl Review<'_, '_> {
    /// Every line that was screened, and the companies that belong.
    pub(crate) fn choose(
        &self,
        snapshot: &Snapshot<'_>,
        screened: Screened<'_, '_>,
    ) -> (Vec<Decision>, Vec<Placed>) {
        match self.selection.method {
            Method::All | Method::Largest => {
                let mut decisions =
                    screened.refusal_decisions(self.family, self.occasion, self.members);
                let (ranked, placed) =
                    self.ranked(&screened, &BTreeMap::new(), &self.by_rule(&screened));
                decisions.extend(ranked);
                (decisions, placed)
            }
            Method::Committee => self.by_committee(snapshot, screened),
        }
    }

    /// All, or the largest.
    fn by_rule(&self, screened: &Screened<'_, '_>) -> Vec<Choice<'_>> {
        let rule = self.selection;
        if rule.method == Method::All {
            let all = |_| Choice {
                verdict: Verdict::Member,
                rule: "all",
                reference: &rule.reference,
                words: "Passes every test, and all such companies belong.".to_owned(),
            };
            return screened.ranked.iter().map(all).collect();
        }
        let is_member = |issuer: &IssuerId| self.members.contains_key(issuer);
        let members: Vec<bool> =
            screened.ranked.iter().map(|company| is_member(&company.issuer)).collect();
        let count = rule.count.map_or(0, u64::from);
        let limit = |limit: Option<u32>| thousands(limit.map_or(count, u64::from));
        let beyond = match rule.skip {
            0 => String::new(),
            skip => format!(" after the {} that another index has", thousands(u64::from(skip))),
        };
        let choice = |chosen| {
            let (verdict, name, words) = match chosen {
                Chosen::LeftOut => (
                    Verdict::RankedOut,
                    "rank",
                    format!(
                        "The {} largest belong to another index.",
                        thousands(u64::from(rule.skip))
                    ),
                ),
                Chosen::ByRank => (
                    Verdict::Member,
                    "rank",
                    format!("The {} largest{beyond} belong.", limit(rule.enters_to)),
                ),
                Chosen::Spared => (
                    Verdict::Member,
                    "buffer",
                    format!("A member ranked to {}{beyond} keeps its place.", limit(rule.stays_to)),
                ),
                Chosen::Fills => (
                    Verdict::Member,
                    "vacancy",
                    format!(
                        "That is beyond the {} largest{beyond}, but members leave a place free, and it \
                         is the largest of the rest.",
                        limit(rule.enters_to)
                    ),
                ),
                Chosen::Not => (
                    Verdict::RankedOut,
                    "rank",
                    format!("All {} places{beyond} are taken.", thousands(count)),
                ),
            };
            Choice { verdict, rule: name, reference: &rule.reference, words }
        };
        largest(rule, &members).into_iter().map(choice).collect()
    }

    /// The decisions of ranked companies, each with lines that stay beside its eligible ones.
    fn ranked(
        &self,
        screened: &Screened<'_, '_>,
        beside: &BTreeMap<IssuerId, Vec<Kept<'_, '_>>>,
        choices: &[Choice<'_>],
    ) -> (Vec<Decision>, Vec<Placed>) {
        let (mut decisions, mut placed) = (Vec::new(), Vec::new());
        for (position, (company, choice)) in screened.ranked.iter().zip(choices).enumerate() {
            let rank = position as u32 + 1;
            for line in &company.lines {
                let mut decision = self.decision(line, company.cap, choice);
                decision.rank = Some(rank);
                decision.cumulative_percent = self.ranking.percent_at(rank);
                let count = screened.ranked.len() as u64;
                decision.reason = format!(
                    "{} {} {}",
                    rank_words(&decision, count, self.family.currency),
                    choice.words,
                    standing_words(&decision)
                );
                decisions.push(decision);
            }
            if choice.verdict == Verdict::Member {
                let kept = beside.get(&company.issuer).map_or(&[][..], Vec::as_slice);
                let lines = company.lines.iter().map(|line| line.security());
                let lines = lines.chain(kept.iter().map(|kept| kept.line.security())).collect();
                placed.push(Placed { issuer: company.issuer, zone: 0, lines });
            }
        }
        (decisions, placed)
    }

    fn decision(&self, line: &Line<'_>, cap: Option<Money>, choice: &Choice<'_>) -> Decision {
        let standing = self.members.get(&line.version.issuer).copied();
        let mut decision = record(self.family, self.occasion, line, standing);
        decision.company_cap = cap;
        decision.verdict = choice.verdict;
        decision.rule = choice.rule.to_owned();
        decision.reference = choice.reference.to_owned();
        if choice.verdict == Verdict::Member {
            decision.indexes = self.family.index_ids(Standing::in_zone(0));
        }
        decision
    }

    /// Members stay, whatever the tests say; those who pass them are candidates, and enter by rule only
    /// where nobody speaks.
    fn by_committee(
        &self,
        snapshot: &Snapshot<'_>,
        mut screened: Screened<'_, '_>,
    ) -> (Vec<Decision>, Vec<Placed>) {
        let spoken = spoken(self.view, self.family, self.occasion.rank_day);
        let refused = std::mem::take(&mut screened.refused);
        let passing: BTreeSet<IssuerId> =
            screened.ranked.iter().map(|company| company.issuer).collect();
        let (kept, refused) = self.kept(snapshot, &passing, refused);
        let is_member = |issuer: &IssuerId| self.members.contains_key(issuer);
        let staying = passing.iter().filter(|issuer| is_member(issuer)).count()
            + kept.keys().filter(|issuer| !passing.contains(issuer)).count();
        let member_words = match &spoken {
            Some(words) => format!("A member by {words}."),
            None => "A member, and no committee speaks in this market.".to_owned(),
        };
        let reference = match (&spoken, &self.family.committee) {
            (Some(_), Some(committee)) => committee.reference.as_str(),
            _ => self.selection.reference.as_str(),
        };
        let mut vacancies = match (&spoken, self.selection.count) {
            (None, Some(count)) => (count as usize).saturating_sub(staying),
            (None, None) => usize::MAX,
            (Some(_), _) => 0,
        };
        let choice = |(position, company): (usize, &crate::companies::Company<'_, '_>)| {
            if is_member(&company.issuer) {
                let (rule, words) = ("committee", member_words.clone());
                return Choice { verdict: Verdict::Member, rule, reference, words };
            }
            let skipped = position < self.selection.skip as usize;
            let (verdict, rule, words) = match &spoken {
                Some(_) => (
                    Verdict::Candidate,
                    "committee",
                    "Passes every test; the committee has not chosen it.",
                ),
                None if skipped => (
                    Verdict::Candidate,
                    "rank",
                    "Passes every test, but is among the largest, which belong to another index.",
                ),
                None if vacancies > 0 => {
                    vacancies -= 1;
                    (
                        Verdict::Member,
                        "vacancy",
                        "No committee speaks in this market: the largest candidate fills the vacancy.",
                    )
                }
                None => (
                    Verdict::Candidate,
                    "vacancy",
                    "Passes every test; no committee speaks in this market, and every place is taken.",
                ),
            };
            Choice { verdict, rule, reference, words: words.to_owned() }
        };
        let choices: Vec<Choice<'_>> = screened.ranked.iter().enumerate().map(choice).collect();
        let (mut decisions, mut placed) = self.ranked(&screened, &kept, &choices);
        screened.refused = refused;
        decisions.extend(screened.refusal_decisions(self.family, self.occasion, self.members));
        for (issuer, lines) in &kept {
            for Kept { line, cap, refusal } in lines {
                let words = member_words.clone();
                let (verdict, rule) = (Verdict::Member, "committee");
                let choice = Choice { verdict, rule, reference, words };
                let mut decision = self.decision(line, *cap, &choice);
                decision.reason = format!(
                    "{} As a newcomer it would fail '{}': {} The tests are asked of additions only. {}",
                    choice.words,
                    refusal.rule,
                    refusal.reason,
                    standing_words(&decision)
                );
                decisions.push(decision);
            }
            if !passing.contains(issuer) {
                let lines = lines.iter().map(|kept| kept.line.security()).collect();
                placed.push(Placed { issuer: *issuer, zone: 0, lines });
            }
        }
        (decisions, placed)
    }

    /// The lines of members that stay though a test refuses them, and what is refused indeed. A line
    /// that is none of its company's shares in the index is refused, unless nothing else is left.
    fn kept<'snapshot, 'market>(
        &self,
        snapshot: &Snapshot<'_>,
        passing: &BTreeSet<IssuerId>,
        refused: Vec<Asked<'snapshot, 'market>>,
    ) -> (BTreeMap<IssuerId, Vec<Kept<'snapshot, 'market>>>, Vec<Asked<'snapshot, 'market>>) {
        let mut kept: BTreeMap<IssuerId, Vec<Kept<'snapshot, 'market>>> = BTreeMap::new();
        let (of_members, mut left): (Vec<_>, Vec<_>) = refused
            .into_iter()
            .partition(|(line, ..)| self.members.contains_key(&line.version.issuer));
        let (mut of_others, mut suited): (Vec<_>, Vec<_>) = of_members
            .into_iter()
            .partition(|(_, _, refusal)| refusal.screen.is_some_and(is_of_the_line));
        let volume = |asked: &Asked<'_, '_>| std::cmp::Reverse(asked.0.volume);
        suited.sort_by_key(volume);
        of_others.sort_by_key(volume);
        for (line, cap, refusal) in suited {
            let lines = kept.entry(line.version.issuer).or_default();
            let further = !lines.is_empty() || passing.contains(&line.version.issuer);
            match further.then(|| self.further_class(snapshot, line, cap)).flatten() {
                Some(refusal) => left.push((line, cap, refusal)),
                None => lines.push(Kept { line, cap, refusal }),
            }
        }
        kept.retain(|_, lines| !lines.is_empty());
        for (line, cap, refusal) in of_others {
            let issuer = line.version.issuer;
            match passing.contains(&issuer) || kept.contains_key(&issuer) {
                true => left.push((line, cap, refusal)),
                false => {
                    kept.insert(issuer, vec![Kept { line, cap, refusal }]);
                }
            }
        }
        (kept, left)
    }

    /// What the screen of further classes says, if it is asked.
    fn further_class(
        &self,
        snapshot: &Snapshot<'_>,
        line: &Line<'_>,
        company_cap: Option<Money>,
    ) -> Option<Refused> {
        let screen = Screen::SecondaryClass;
        if !self.family.eligibility.order.contains(&screen) {
            return None;
        }
        let mut known = circumstances(self.family, snapshot.day, self.members, line, false);
        known.company_cap = company_cap;
        known.is_secondary = true;
        ask(self.family, snapshot, screen, line, known)
    }
}

/// A line, its company's capitalisation where classes were added up, and a refusal.
type Asked<'snapshot, 'market> = (&'snapshot Line<'market>, Option<Money>, Refused);

/// A member's line that stays though a test refuses it.
struct Kept<'snapshot, 'market> {
    line: &'snapshot Line<'market>,
    cap: Option<Money>,
    refusal: Refused,
}

/// Who came since the last review.
pub(crate) struct Newcomers<'a> {
    pub(crate) family: &'a Methodology,
    pub(crate) selection: &'a Selection,
    pub(crate) occasion: Occasion,
    pub(crate) members: &'a Members,
    /// Whether a company listed since the last rank day.
    pub(crate) is_new: &'a dyn Fn(IssuerId) -> bool,
}

impl Newcomers<'_> {
    /// The decisions on companies that are new or enter, and those that enter.
    pub(crate) fn enter(&self, mut screened: Screened<'_, '_>) -> (Vec<Decision>, Vec<Placed>) {
        screened.refused.retain(|(line, ..)| (self.is_new)(line.version.issuer));
        let mut decisions = screened.refusal_decisions(self.family, self.occasion, self.members);
        let mut placed = Vec::new();
        let count = screened.ranked.len() as u64;
        for (position, company) in screened.ranked.iter().enumerate() {
            let rank = position as u32 + 1;
            let Some((verdict, words)) = self.verdict(company.issuer, rank) else { continue };
            for line in &company.lines {
                let mut decision = record(self.family, self.occasion, line, None);
                decision.company_cap = company.cap;
                decision.verdict = verdict;
                if verdict == Verdict::Member {
                    decision.indexes = self.family.index_ids(Standing::in_zone(0));
                }
                decision.rule = "new_listing".to_owned();
                decision.reference.clone_from(&self.selection.reference);
                let mut ranks = String::new();
                if self.selection.method == Method::Largest {
                    decision.rank = Some(rank);
                    ranks = format!("{} ", rank_words(&decision, count, self.family.currency));
                }
                decision.reason = format!("{ranks}{words} {}", standing_words(&decision));
                decisions.push(decision);
            }
            if verdict == Verdict::Member {
                let lines = company.lines.iter().map(|line| line.security()).collect();
                placed.push(Placed { issuer: company.issuer, zone: 0, lines });
            }
        }
        decisions.sort_by_key(|decision| decision.security);
        (decisions, placed)
    }

    /// What becomes of a company of this rank; nothing where it is not asked about.
    fn verdict(&self, issuer: IssuerId, rank: u32) -> Option<(Verdict, String)> {
        let is_new = (self.is_new)(issuer);
        let rule = self.selection;
        match rule.method {
            Method::All => {
                let words = match is_new {
                    true => "New to the market, and passes every test.",
                    false => "Passes every test now, and did not before.",
                };
                Some((Verdict::Member, words.to_owned()))
            }
            Method::Largest => is_new.then(|| {
                let last = rule.enters_to.or(rule.count).unwrap_or(u32::MAX);
                let place = rank.saturating_sub(rule.skip);
                let (verdict, words) = match (rank > rule.skip, place <= last) {
                    (false, _) => (Verdict::RankedOut, "belongs to another index"),
                    (true, true) => (Verdict::Member, "ranks high enough to enter between reviews"),
                    (true, false) => (Verdict::RankedOut, "waits for the next review"),
                };
                (verdict, format!("New to the market, and {words}."))
            }),
            Method::Committee => is_new.then(|| {
                let words = "New to the market, and passes every test; a committee chooses.";
                (Verdict::Candidate, words.to_owned())
            }),
        }
    }
}
