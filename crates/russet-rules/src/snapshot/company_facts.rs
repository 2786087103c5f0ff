//! What is known of a line's company beside its listing and its trading.

use std::collections::BTreeSet;

use jiff::civil::Date;
use russet_market::{
    CorrectedField, Correction, Factor, FilerOn, Geography, MarketView, NumberError, SecurityId,
    SecurityKind,
};

use super::{Line, Snapshot};
use crate::free_float::FreeFloats;
use crate::methodology::Percent;
use crate::votes::{PublicVotes, public_votes};

/// Facts of a company on a day: from a register, from the user, or none.
#[derive(Debug, Clone)]
pub struct CompanyFacts<'market> {
    /// How a register describes it.
    pub filer: Option<FilerOn<'market>>,
    /// What the user says the line is, and his record of it.
    pub corrected_kind: Option<(SecurityKind, &'market Correction)>,
    /// The country that the user assigns it to.
    pub corrected_nationality: Option<&'market Correction>,
    /// The free float that a user supplied.
    pub free_float: Option<Factor>,
    /// The part of its votes in public hands, by its classes; an error when the votes of a company are too
    /// many to add up exactly.
    pub votes: Result<Option<PublicVotes>, NumberError>,
    /// The same in percent as the user corrects it.
    pub corrected_votes: Option<(Percent, &'market Correction)>,
    /// The user's word on its share count.
    pub corrected_shares: Option<&'market Correction>,
    /// Its yearly reports of assets and revenue by country.
    pub geography: Vec<&'market Geography>,
    /// The countries of the markets on which its shares trade; receipts do not count.
    pub trades_in: BTreeSet<&'static str>,
}

impl<'market> CompanyFacts<'market> {
    /// Looks up the facts of a line, whose company has the lines given, as known on a day.
    ///
    /// ```
    /// # use russet_market::{MarketView, SecurityId};
    /// # use russet_rules::{snapshot::company_facts::CompanyFacts, free_float::FreeFloats};
    /// fn is_described(view: &MarketView, floats: &FreeFloats, line: SecurityId) -> bool {
    ///     let day = jiff::civil::date(2024, 4, 30);
    ///     CompanyFacts::of(view, floats, line, &[line], day).filer.is_some()
    /// }
    /// ```
    pub fn of(
        view: &MarketView<'market>,
        floats: &FreeFloats<'_>,
        line: SecurityId,
        all_lines: &[SecurityId],
        day: Date,
    ) -> CompanyFacts<'market> {
        let corrected = |field| view.correction(line, field, day);
        let votes = corrected(CorrectedField::PublicVotesPercent);
        CompanyFacts {
            filer: view.filer(line, day),
            corrected_kind: corrected_kind(view, line, day),
            corrected_nationality: corrected(CorrectedField::Nationality),
            free_float: floats.supplied(line, day),
            votes: public_votes(&view.class_votes(all_lines, day)),
            corrected_votes: votes.and_then(|found| Some((found.value.parse().ok()?, found))),
            corrected_shares: corrected(CorrectedField::Shares),
            geography: view.geography(all_lines, day),
            trades_in: all_lines
                .iter()
                .filter_map(|line| view.version(*line, day).filter(|version| version.to >= day))
                .filter(|version| version.kind != SecurityKind::DepositaryReceipt)
                .map(|version| version.mic.country())
                .collect(),
        }
    }

    /// What a user's word stands in the place of, for a decision's facts.
    pub(crate) fn override_words(&self) -> Option<String> {
        let kind = self.corrected_kind.map(|(_, found)| found);
        let votes = self.corrected_votes.map(|(_, found)| found);
        let all = [kind, self.corrected_nationality, votes, self.corrected_shares];
        let told = all.into_iter().flatten().map(|found| {
            let until = found.until.map_or_else(String::new, |day| format!(" until {day}"));
            format!(
                "{} is {} by {}: {} ({}), from {}{until}",
                found.field.word(),
                found.value,
                found.who,
                found.why,
                found.evidence,
                found.from
            )
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join("; "))
    }

    /// Who the register says it is, and when it was read, for a decision's facts.
    pub(crate) fn register_words(&self) -> Option<String> {
        let FilerOn { filer, seen_later, .. } = self.filer?;
        let or_none = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let sic = filer.sic.map_or_else(|| "none".to_owned(), |sic| format!("{sic:04}"));
        Some(format!(
            "{} of {}{}: {} company, SIC {sic}, incorporated in {}, headquarters in {}",
            filer.cik,
            filer.first_seen,
            if seen_later { ", the nearest known" } else { "" },
            or_none(&filer.entity_type),
            or_none(&filer.incorporation),
            or_none(&filer.headquarters),
        ))
    }
}

impl<'market> Snapshot<'market> {
    /// The facts of a line's company, found when they are first asked for.
    pub(crate) fn company<'a>(&'a self, line: &'a Line<'market>) -> &'a CompanyFacts<'market> {
        line.company.get_or_init(|| {
            let all_lines = self.ground.lines_of(line.issuer);
            let (view, floats) = (self.view(), &self.floats);
            Box::new(CompanyFacts::of(view, floats, line.security, all_lines, self.day))
        })
    }
}

/// What a user says that a line is, and his record of it.
pub(super) fn corrected_kind<'market>(
    view: &MarketView<'market>,
    line: SecurityId,
    day: Date,
) -> Option<(SecurityKind, &'market Correction)> {
    let found = view.correction(line, CorrectedField::Kind, day)?;
    Some((kind_of(&found.value)?, found))
}

/// A kind by the word that tables use.
fn kind_of(word: &str) -> Option<SecurityKind> {
    use serde::de::{IntoDeserializer, value::Error};
    let word: serde::de::value::StrDeserializer<'_, Error> = word.trim().into_deserializer();
    serde::Deserialize::deserialize(word).ok()
}
