//! What is known of a security's company besides its listing and its trading.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{
    CorrectedField, Correction, Factor, FilerOn, Geography, MarketView, NumberError, SecurityId,
    SecurityKind,
};

use super::{ListedSecurity, Snapshot};
use crate::decision::RegisterEntry;
use crate::free_float::FreeFloats;
use crate::methodology::Percent;
use crate::votes::{PublicVotes, public_votes};

/// What is known of a security's company on a day, from a register, from the user, or not at all: each fact is
/// looked up when it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct CompanyFacts<'a, 'market> {
    view: &'a MarketView<'market>,
    floats: &'a FreeFloats<'market>,
    security: SecurityId,
    all_securities: &'a [SecurityId],
    day: Date,
}

impl<'a, 'market> CompanyFacts<'a, 'market> {
    /// The facts of a security, whose company has the securities given, as known on a day.
    pub fn of(
        view: &'a MarketView<'market>,
        floats: &'a FreeFloats<'market>,
        security: SecurityId,
        all_securities: &'a [SecurityId],
        day: Date,
    ) -> CompanyFacts<'a, 'market> {
        CompanyFacts { view, floats, security, all_securities, day }
    }

    fn corrected(&self, field: CorrectedField) -> Option<&'market Correction> {
        self.view.correction(self.security, field, self.day)
    }

    /// How a register describes it.
    pub fn filer(&self) -> Option<FilerOn<'market>> {
        self.view.filer(self.security, self.day)
    }

    /// What the user says the security is, and his record of it.
    pub fn corrected_kind(&self) -> Option<(SecurityKind, &'market Correction)> {
        corrected_kind(self.view, self.security, self.day)
    }

    /// The country that the user assigns it to.
    pub fn corrected_nationality(&self) -> Option<&'market Correction> {
        self.corrected(CorrectedField::Nationality)
    }

    /// The free float that a user supplied.
    pub fn free_float(&self) -> Option<Factor> {
        self.floats.supplied(self.security, self.day)
    }

    /// The part of its votes in public hands, by its classes.
    ///
    /// # Errors
    /// [`NumberError`] when the votes of a company are too many to add up exactly.
    pub fn votes(&self) -> Result<Option<PublicVotes>, NumberError> {
        public_votes(&self.view.class_votes(self.all_securities, self.day))
    }

    /// The same in percent as the user corrects it.
    pub fn corrected_votes(&self) -> Option<(Percent, &'market Correction)> {
        let found = self.corrected(CorrectedField::PublicVotesPercent)?;
        Some((found.override_value.parse().ok()?, found))
    }

    /// Its yearly reports of assets and revenue by country.
    pub fn geography(&self) -> Vec<&'market Geography> {
        self.view.geography(self.all_securities, self.day)
    }

    /// The countries of the markets on which its shares trade; receipts do not count.
    pub fn trades_in(&self) -> BTreeSet<&'static str> {
        let described = self
            .all_securities
            .iter()
            .filter_map(|security| self.view.version(*security, self.day));
        described
            .filter(|version| version.last_session >= self.day)
            .filter(|version| version.kind != SecurityKind::DepositaryReceipt)
            .map(|version| version.mic.country())
            .collect()
    }

    /// The inputs that a user overrides, for a decision's facts.
    pub(crate) fn override_words(&self) -> Option<String> {
        let kind = self.corrected_kind().map(|(_, found)| found);
        let votes = self.corrected_votes().map(|(_, found)| found);
        let shares = self.corrected(CorrectedField::Shares);
        let all = [kind, self.corrected_nationality(), votes, shares];
        let words = all.into_iter().flatten().map(|found| {
            let until = found.last_session.map_or_else(String::new, |day| format!(" until {day}"));
            format!(
                "{} is {} by {}: {} ({}), from {}{until}",
                found.field.word(),
                found.override_value,
                found.who,
                found.why,
                found.evidence,
                found.first_session
            )
        });
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join("; "))
    }
}

impl<'market> Snapshot<'market> {
    /// What is known of a security's company.
    pub(crate) fn company(&self, security: &ListedSecurity<'_>) -> CompanyFacts<'_, 'market> {
        let all_securities = self.market_facts.securities_of(security.issuer);
        CompanyFacts::of(self.view(), &self.floats, security.id, all_securities, self.day)
    }

    /// How a register describes a security's company, as decisions record it.
    pub(crate) fn register_entry(
        &self,
        security: &ListedSecurity<'_>,
    ) -> Option<Arc<RegisterEntry>> {
        let look_up = || {
            let found = self.company(security).filer()?;
            Some(Arc::new(RegisterEntry::of(found, |text| self.shared(text))))
        };
        security.register.get_or_init(look_up).clone()
    }
}

/// What a user says that a security is, and his record of it.
pub(super) fn corrected_kind<'market>(
    view: &MarketView<'market>,
    security: SecurityId,
    day: Date,
) -> Option<(SecurityKind, &'market Correction)> {
    let found = view.correction(security, CorrectedField::Kind, day)?;
    Some((kind_of(&found.override_value)?, found))
}

/// A kind by the word that tables use.
fn kind_of(word: &str) -> Option<SecurityKind> {
    use serde::de::{IntoDeserializer, value::Error};
    let word: serde::de::value::StrDeserializer<'_, Error> = word.trim().into_deserializer();
    serde::Deserialize::deserialize(word).ok()
}
