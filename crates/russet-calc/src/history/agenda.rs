//! What falls due after which close.

use jiff::civil::Date;
use russet_market::{CalendarError, MarketView};
use russet_rules::Methodology;
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
    /// Everything that takes effect from the first reconstitution to the last session.
    pub(super) fn new(
        family: &Methodology,
        first: &Reconstitution,
        to: Date,
    ) -> Result<Agenda, CalendarError> {
        let from = first.effective.0;
        let mut items = Vec::new();
        for rule in &family.share_updates {
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

/// The reconstitution whose members hold on the first day asked for: the last one effective by
/// then that the market's prices can rank; without a day, the first such one.
pub(super) fn first_reconstitution<'family>(
    view: &MarketView<'_>,
    family: &'family Methodology,
    from: Option<Date>,
    to: Date,
) -> Result<&'family Reconstitution, BuildError> {
    let first_price = view.sessions().first().ok_or(BuildError::NoPrices)?.0;
    let rankable = || {
        let rows = family.reconstitutions.iter();
        rows.filter(move |row| row.rank_day.0 >= first_price && row.effective.0 <= to)
    };
    let found = match from {
        Some(from) => rankable().rfind(|row| row.effective.0 <= from),
        None => rankable().next(),
    };
    found.ok_or_else(|| BuildError::NoReconstitution {
        from: from.unwrap_or(to),
        first_price,
        hint: rankable().next().map_or_else(
            || {
                " (hint: the market needs the rank day and the effective day of one reconstitution)"
                    .to_owned()
            },
            |row| format!(" (hint: the earliest --from is {})", row.effective),
        ),
    })
}
