//! What a recorder knows besides rows, kept for a build that goes on.

use std::collections::BTreeMap;

use jiff::civil::Date;
use russet_market::{Divisor, MarketView, SecurityId};
use serde::{Deserialize, Serialize};

use super::{CarriedRates, Ended, Recorder};
use crate::history::checkpoint::{OpenConstituent, place_of};
use crate::run::records::ConstituentRecord;
use crate::state::by_id::ById;

/// What a recorder knows besides rows, for a build that goes on from here.
#[derive(Serialize, Deserialize)]
pub(in crate::history) struct Opened {
    pub(in crate::history) rows: Vec<Vec<OpenConstituent>>,
    pub(in crate::history) sentences: Vec<String>,
    pub(in crate::history) starts: BTreeMap<String, Date>,
    pub(in crate::history) carried: CarriedRates,
}

impl<'build> Recorder<'build> {
    /// What is known besides rows.
    pub(in crate::history) fn opened(&self, view: &MarketView<'_>, after: Date) -> Opened {
        let mut sentences: BTreeMap<&str, u32> = BTreeMap::new();
        let all = self.open.iter().flat_map(ById::iter).map(|(_, row)| row);
        sentences.extend(all.map(|row| (&*row.free_float_source, 0)));
        sentences.values_mut().zip(0..).for_each(|(place, number)| *place = number);
        let rows = self.open.iter().map(|of_index| {
            let saved = of_index.iter().map(|(_, row)| OpenConstituent {
                security: row.security_id,
                version: place_of(view.versions(row.security_id), row.version, after),
                count: row.shares_outstanding,
                index_shares: row.index_shares,
                free_float: row.free_float,
                free_float_source: sentences[&*row.free_float_source],
                free_float_since: row.free_float_since,
                style: row.style_probability,
                cap: row.cap_factor,
                from: row.first_session,
            });
            saved.collect()
        });
        Opened {
            rows: rows.collect(),
            starts: self.starts.clone(),
            carried: self.carried.clone(),
            sentences: sentences.into_keys().map(str::to_owned).collect(),
        }
    }

    /// Goes on after an event with what is open, of a run whose rows the sink has.
    pub(in crate::history) fn go_on(
        &mut self,
        last_event: u32,
        open: Vec<ById<SecurityId, Box<ConstituentRecord<'build>>>>,
        (ended, divisors): (Vec<Ended>, BTreeMap<(Date, usize), Divisor>),
        opened: &Opened,
    ) {
        self.event = last_event;
        self.open = open;
        self.ended = ended;
        self.late_divisors = divisors;
        self.starts.clone_from(&opened.starts);
        self.carried.clone_from(&opened.carried);
    }
}
