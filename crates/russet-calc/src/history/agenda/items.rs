//! What falls due after which close.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::ToSpan;
use jiff::civil::Date;
use russet_market::{CalendarError, IssuerId, MarketView};
use russet_rules::Methodology;
use russet_rules::funds::lists_of;
use russet_rules::methodology::{
    Day, FastEntry, InterimDeletions, ListingCycle, Percent, Reconstitution, days_of,
};

use crate::history::BuildError;

/// One thing to do after a close.
#[derive(Debug, Clone)]
pub(in crate::history) enum Item<'family> {
    /// Regular share updates, with the buffer below which a change is left alone.
    ShareUpdate(Percent),
    /// Additions of new listings.
    NewListings(ListingCycle),
    /// A reconstitution, or a review of a chosen family.
    Reconstitution(Reconstitution),
    /// Members that rank too low leave.
    InterimDeletions(&'family InterimDeletions, ListingCycle),
    /// Companies that came to market a number of sessions before may enter at once.
    FastEntries(&'family FastEntry, BTreeSet<IssuerId>),
    /// Decisions of the index's committee, announced by then.
    Decisions(Date),
    /// Weights of an index, by its place and the place of its rule.
    Rebalance(usize, usize),
}

/// Things to do, in order of time; on one day, in the order of [`Item`].
#[derive(Debug, Clone)]
pub(in crate::history) struct Items<'family> {
    items: VecDeque<(Date, Item<'family>)>,
}

impl<'family> Items<'family> {
    /// Everything that takes effect from the first members to the last session.
    pub(in crate::history) fn new(
        view: &MarketView<'_>,
        family: &'family Methodology,
        from: Date,
        to: Date,
    ) -> Result<Items<'family>, CalendarError> {
        let calendar = family.sessions();
        let mut items = Vec::new();
        // A committee's lists give the index shares; a feed's counts would only disturb them.
        let by_rule = family.committee.as_ref().is_none_or(|committee| !committee.quantities);
        for rule in family.share_updates.iter().filter(|_| by_rule) {
            let days = rule.days(calendar, (from, to))?;
            items.extend(days.into_iter().map(|day| (day, Item::ShareUpdate(rule.buffer_percent))));
        }
        for rule in &family.new_listings {
            let cycles = rule.cycles(calendar, (from, to))?;
            items.extend(
                cycles.into_iter().map(|cycle| (cycle.effective, Item::NewListings(cycle))),
            );
        }
        let rows = family.all_reconstitutions(from, to)?;
        items.extend(rows.into_iter().map(|row| (row.effective.0, Item::Reconstitution(row))));
        if let Some(selection) = &family.selection {
            for rule in &selection.interim_deletions {
                let cycles = rule.cycles(calendar, (from, to))?;
                let item =
                    |cycle: ListingCycle| (cycle.effective, Item::InterimDeletions(rule, cycle));
                items.extend(cycles.into_iter().map(item));
            }
            for rule in &selection.fast_entries {
                items.extend(fast_entries(view, family, rule, (from, to))?);
            }
        }
        let decided =
            decision_days(view, family).into_iter().filter(|day| (from..=to).contains(day));
        items.extend(decided.map(|day| (day, Item::Decisions(day))));
        for (position, index) in family.indexes.iter().enumerate() {
            for (place, rule) in index.rebalancing.iter().enumerate() {
                // Closes are kept for those of days to come, whether the run sees them or not.
                let ahead = to.saturating_add(1.year());
                let days = rule.days(calendar, (from, ahead));
                let days = days.or_else(|_| rule.days(calendar, (from, to)))?;
                items.extend(days.into_iter().map(|day| (day, Item::Rebalance(position, place))));
            }
        }
        let starts_between = family.selection.is_some()
            && !items.iter().any(|(day, item)| *day == from && item.chooses())
            && committee_days(view, family).iter().all(|day| *day > from);
        if starts_between {
            items.push((from, Item::Reconstitution(first_review(from))));
        }
        items.sort_by_key(|(day, item)| (*day, item.order()));
        Ok(Items { items: items.into() })
    }

    /// Whether an index is reweighted after the close of a session.
    pub(in crate::history) fn rebalances(&self, position: usize, session: Date) -> bool {
        let mut due = self.items.iter().take_while(|(day, _)| *day <= session);
        due.any(|(_, item)| matches!(item, Item::Rebalance(own, _) if *own == position))
    }

    /// How many sessions back the closes of the next reweightings lie. What is
    /// due later asks for nothing yet, so that no rule is read long before it counts.
    pub(in crate::history) fn looks_back(&self, family: &Methodology, session: Date) -> usize {
        let furthest = session.saturating_add(days_of(sessions_looked_back(family)).days());
        let by_then = self.items.iter().take_while(|(due, _)| *due <= furthest);
        let asked = by_then.filter_map(|(due, item)| {
            let Item::Rebalance(position, place) = item else { return None };
            let rule = &family.indexes[*position].rebalancing[*place];
            let back = rule.priced_sessions_before as usize;
            (*due <= session.saturating_add(days_of(back).days())).then_some(back)
        });
        asked.max().unwrap_or(0)
    }

    /// Goes on after a session.
    pub(in crate::history) fn skip_to(&mut self, after: Date) {
        while self.due(after).is_some() {}
    }

    /// The next thing due after the close of a session; a day whose session the market misses is
    /// made up for at the next one.
    pub(in crate::history) fn due(&mut self, session: Date) -> Option<Item<'family>> {
        self.items.pop_front_if(|(day, _)| *day <= session).map(|(_, item)| item)
    }
}

/// How many sessions back reweightings price at most.
pub(in crate::history) fn sessions_looked_back(family: &Methodology) -> usize {
    let rules = family.indexes.iter().flat_map(|index| &index.rebalancing);
    rules.map(|rule| rule.priced_sessions_before as usize).max().unwrap_or(0)
}

/// The days on which companies that came to market have traded as long as a rule asks, as far as it is
/// known by then that they came.
fn fast_entries<'family>(
    view: &MarketView<'_>,
    family: &Methodology,
    rule: &'family FastEntry,
    (from, to): (Date, Date),
) -> Result<Vec<(Date, Item<'family>)>, CalendarError> {
    let calendar = family.sessions();
    let mut came: BTreeMap<IssuerId, (Date, Date)> = BTreeMap::new();
    for version in view.descriptions() {
        // What is learned later about a company that has come changes nothing.
        let first = (version.known_at, version.first_session);
        let earliest = came.entry(version.issuer_id).or_insert(first);
        *earliest = first.min(*earliest);
    }
    let beginning = view.sessions().first().map_or(from, |(session, _)| *session);
    let mut days: BTreeMap<Date, BTreeSet<IssuerId>> = BTreeMap::new();
    for (issuer, (known_at, first)) in came {
        if first <= beginning || first > to {
            continue;
        }
        let first = calendar.session_on_or_after(first)?;
        let asked = calendar.offset(first, i64::from(rule.after_sessions) - 1)?.max(known_at);
        if (from..=to).contains(&asked) && rule.holds_on(asked) {
            days.entry(asked).or_default().insert(issuer);
        }
    }
    let items = days.into_iter();
    Ok(items.map(|(day, newcomers)| (day, Item::FastEntries(rule, newcomers))).collect())
}

/// The review that gives the members of a run that begins between the family's own reviews.
fn first_review(day: Date) -> Reconstitution {
    Reconstitution {
        rank_day: Day(day),
        effective: Day(day),
        preliminary: Vec::new(),
        lock_down: None,
        share_buffer_percent: None,
        exempts_members_from_votes: false,
        exempts_members_from_styles: false,
        source: "the first members of a run that begins between two reviews".to_owned(),
    }
}

impl Item<'_> {
    /// Whether it can give an index its first members.
    const fn chooses(&self) -> bool {
        matches!(self, Item::Reconstitution(_) | Item::Decisions(_))
    }

    const fn order(&self) -> u8 {
        match self {
            Item::ShareUpdate(_) => 0,
            Item::NewListings(_) => 1,
            Item::Reconstitution(_) => 2,
            Item::InterimDeletions(..) => 3,
            Item::FastEntries(..) => 4,
            Item::Decisions(_) => 5,
            Item::Rebalance(..) => 6,
        }
    }
}

/// The day after whose close the first members hold: that of the newest list of the committee by the
/// first day asked for; or else the effective day of the last reconstitution by then that the market's
/// prices can rank. Without a day, the first such one.
pub(in crate::history) fn beginning(
    view: &MarketView<'_>,
    family: &Methodology,
    from: Option<Date>,
    to: Date,
) -> Result<Date, BuildError> {
    let first_price = view.sessions().first().ok_or(BuildError::NoPrices)?.0;
    let mut days = committee_days(view, family);
    days.retain(|day| *day >= first_price && *day <= to);
    if days.is_empty() && family.committee.as_ref().is_none_or(|committee| !committee.quantities) {
        let rows = family.all_reconstitutions(first_price, to)?;
        let ranked = rows.iter().filter(|row| row.rank_day.0 >= first_price);
        days.extend(ranked.map(|row| row.effective.0));
    }
    let found = match from {
        Some(from) => days.iter().rfind(|day| **day <= from),
        None => days.first(),
    };
    // A chosen family needs no table of dates: its rules can be asked on any day.
    let asked = from.filter(|from| family.selection.is_some() && *from > first_price);
    let any_day = asked.and_then(|from| {
        let before = view.sessions().partition_point(|(session, _)| *session < from);
        view.sessions().get(before.checked_sub(1)?).map(|(session, _)| *session)
    });
    found.copied().or(any_day).ok_or_else(|| BuildError::NoMembers {
        from: from.unwrap_or(to),
        first_price,
        hint: match (days.first(), family.committee.as_ref().and_then(|rule| rule.fund.as_ref())) {
            (Some(day), _) => format!(" (hint: the earliest --from is {day})"),
            (None, Some(fund)) => {
                format!(" (hint: the market needs a list of {fund} within them)")
            }
            (None, None) => {
                " (hint: the market needs the rank day and the effective day of one reconstitution)"
                    .to_owned()
            }
        },
    })
}

/// The days after whose close a committee's word can give the first members: those of its fund's lists
/// and of its own decisions.
fn committee_days(view: &MarketView<'_>, family: &Methodology) -> Vec<Date> {
    let Some(committee) = &family.committee else { return Vec::new() };
    let lists = committee.fund.as_ref().map_or_else(Vec::new, |fund| lists_of(view, fund));
    let long = lists.iter().filter(|list| list.len() >= committee.minimum_securities as usize);
    let mut days: Vec<Date> = long.map(|list| list[0].as_of).collect();
    days.extend(decision_days(view, family));
    days.sort();
    days
}

/// The days after whose close decisions of the family's committee hold.
fn decision_days(view: &MarketView<'_>, family: &Methodology) -> Vec<Date> {
    let Some(committee) = &family.committee else { return Vec::new() };
    let all = view.committee_decisions().iter();
    let mut days: Vec<Date> = all
        .filter(|decision| decision.index_id == committee.index)
        .map(|decision| decision.effective_after_close.max(decision.known_at))
        .collect();
    days.sort();
    days.dedup();
    days
}
