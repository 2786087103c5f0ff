//! What falls due after which close.

use jiff::civil::Date;
use russet_market::{CalendarError, MarketView};
use russet_rules::Methodology;
use russet_rules::funds::lists_of;
use russet_rules::methodology::{ListingCycle, Percent, Reconstitution};

use super::BuildError;

/// One thing to do after a close.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// Regular share updates, with the buffer below which a change is left alone.
    ShareUpdate(Percent),
    /// Additions of new listings.
    NewListings(ListingCycle),
    /// A reconstitution.
    Reconstitution(Reconstitution),
}

/// Things to do, in order of time; on one day, in the order of [`Item`].
#[derive(Debug)]
pub(super) struct Agenda {
    items: std::collections::VecDeque<(Date, Item)>,
}

impl Agenda {
    /// Everything that takes effect from the first members to the last session.
    pub(super) fn new(family: &Methodology, from: Date, to: Date) -> Result<Agenda, CalendarError> {
        let mut items = Vec::new();
        // A committee's lists tell the index shares; a feed's counts would only disturb them.
        let by_rule = family.committee.is_none();
        for rule in family.share_updates.iter().filter(|_| by_rule) {
            let days = rule.days(from, to)?;
            items.extend(days.into_iter().map(|day| (day, Item::ShareUpdate(rule.buffer_percent))));
        }
        for rule in &family.new_listings {
            let cycles = rule.cycles(from, to)?;
            items.extend(
                cycles.into_iter().map(|cycle| (cycle.effective, Item::NewListings(cycle))),
            );
        }
        for row in &family.reconstitutions {
            if row.effective.0 >= from && row.effective.0 <= to {
                items.push((row.effective.0, Item::Reconstitution(row.clone())));
            }
        }
        items.sort_by_key(|(day, item)| (*day, item.order()));
        Ok(Agenda { items: items.into() })
    }

    /// The next thing due after the close of a session; a day whose session the market misses is
    /// made up for at the next one.
    pub(super) fn due(&mut self, session: Date) -> Option<Item> {
        self.items.pop_front_if(|(day, _)| *day <= session).map(|(_, item)| item)
    }
}

impl Item {
    const fn order(&self) -> u8 {
        match self {
            Item::ShareUpdate(_) => 0,
            Item::NewListings(_) => 1,
            Item::Reconstitution(_) => 2,
        }
    }
}

/// The day after whose close the first members hold: that of the newest list of the committee by the
/// first day asked for; or else the effective day of the last reconstitution by then that the market's
/// prices can rank. Without a day, the first such one.
pub(super) fn beginning(
    view: &MarketView<'_>,
    family: &Methodology,
    from: Option<Date>,
    to: Date,
) -> Result<Date, BuildError> {
    let first_price = view.sessions().first().ok_or(BuildError::NoPrices)?.0;
    let days: Vec<Date> = match &family.committee {
        Some(committee) => lists_of(view, &committee.fund)
            .iter()
            .filter(|list| list.len() >= committee.least_lines as usize)
            .map(|list| list[0].as_of)
            .filter(|day| *day >= first_price && *day <= to)
            .collect(),
        None => family
            .reconstitutions
            .iter()
            .filter(|row| row.rank_day.0 >= first_price && row.effective.0 <= to)
            .map(|row| row.effective.0)
            .collect(),
    };
    let found = match from {
        Some(from) => days.iter().rfind(|day| **day <= from),
        None => days.first(),
    };
    found.copied().ok_or_else(|| BuildError::NoMembers {
        from: from.unwrap_or(to),
        first_price,
        hint: match (days.first(), &family.committee) {
            (Some(day), _) => format!(" (hint: the earliest --from is {day})"),
            (None, Some(committee)) => {
                format!(" (hint: the market needs a list of {} within them)", committee.fund)
            }
            (None, None) => {
                " (hint: the market needs the rank day and the effective day of one reconstitution)"
                    .to_owned()
            }
        },
    })
}
