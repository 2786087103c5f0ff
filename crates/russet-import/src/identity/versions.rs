//! Dated descriptions of securities: a new one whenever a fact changes, each made of what was
//! known when it began.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use russet_market::{IssuerId, Mic, SecurityId, SecurityKind, SecurityVersion, Ticker};

use super::name::share_class;
use super::words::{company_words, words};
use crate::sightings::Description;
use crate::typing;

/// Builds descriptions from sightings that come in the order of their sessions.
pub(super) struct VersionBuilder<'a> {
    descriptions: &'a [Description],
    /// The same with the kind and class that each tells by itself.
    typed: Vec<Description>,
    /// The last description of each security.
    current: Vec<Option<Current>>,
    finished: Vec<(SecurityId, Current)>,
}

struct Current {
    /// The place of the description last seen.
    seen: u32,
    merged: Description,
    from: Date,
    to: Date,
}

impl<'a> VersionBuilder<'a> {
    pub(super) fn new(descriptions: &'a [Description]) -> VersionBuilder<'a> {
        let typed = descriptions.par_iter().map(|one| typed(one.clone())).collect();
        VersionBuilder { descriptions, typed, current: Vec::new(), finished: Vec::new() }
    }

    /// Notes that a security was so described on a session.
    pub(super) fn see(&mut self, security: SecurityId, description: u32, date: Date) {
        let place = security.0 as usize;
        if place >= self.current.len() {
            self.current.resize_with(place + 1, || None);
        }
        let of_new = &self.typed[description as usize];
        let Some(current) = &mut self.current[place] else {
            let merged = of_new.clone();
            self.current[place] = Some(Current { seen: description, merged, from: date, to: date });
            return;
        };
        if current.seen == description {
            current.to = date;
            return;
        }
        current.seen = description;
        let new = &self.descriptions[description as usize];
        let merged = merge(&current.merged, new, of_new);
        if !tells_more(&current.merged, &merged) {
            current.to = date;
            return;
        }
        let next = Current { seen: description, merged, from: date, to: date };
        let last = std::mem::replace(current, next);
        self.finished.push((security, last));
    }
}

/// The versions, under their issuers.
pub(super) fn finish(
    builder: VersionBuilder<'_>,
    issuers: &BTreeMap<SecurityId, IssuerId>,
) -> Vec<SecurityVersion> {
    let mut versions: Vec<SecurityVersion> = builder
        .finished
        .into_iter()
        .chain(
            (0..)
                .map(SecurityId)
                .zip(builder.current)
                .filter_map(|(security, current)| Some((security, current?))),
        )
        .map(|(security, version)| version.of(security, issuers))
        .collect();
    versions.sort_by_key(|version| (version.security_id, version.first_session));
    versions
}

impl Current {
    fn of(self, security: SecurityId, issuers: &BTreeMap<SecurityId, IssuerId>) -> SecurityVersion {
        let Current { merged, from, to, .. } = self;
        let ticker: Ticker = merged.ticker.clone();
        let name = merged.name.clone().unwrap_or_else(|| ticker.to_string());
        let (kind, share_class) =
            merged.known_as.clone().unwrap_or_else(|| (typing::kind_of(&merged), None));
        SecurityVersion {
            security_id: security,
            issuer_id: issuers.get(&security).copied().unwrap_or_default(),
            ticker,
            name,
            // Rows of a symbol without a known exchange were refused.
            mic: merged.mic.unwrap_or(Mic::Otcm),
            kind,
            share_class,
            country: merged.country,
            sector: merged.sector,
            industry: merged.industry,
            ipo_year: merged.ipo_year,
            first_session: from,
            last_session: to,
            known_at: from,
        }
    }
}

/// Whether a description differs in what makes a new version: a changed name, say, or a sector where
/// none was known. Feeds move companies between industries and back within days, so such a move
/// alone makes none.
fn tells_more(before: &Description, now: &Description) -> bool {
    fn identity(one: &Description) -> impl PartialEq + '_ {
        (&one.ticker, &one.name, one.mic, &one.known_as, &one.country)
    }
    identity(before) != identity(now)
        || before.sector.is_none() && now.sector.is_some()
        || before.industry.is_none() && now.industry.is_some()
        || before.ipo_year.is_none() && now.ipo_year.is_some()
}

/// What is said now, with what was said before where now nothing is said.
fn merge(before: &Description, now: &Description, now_typed: &Description) -> Description {
    let or = |now: &Option<String>, before: &Option<String>| now.clone().or_else(|| before.clone());
    let all = Description {
        key: now.key.clone(),
        ticker: now.ticker.clone(),
        name: or(&now.name, &before.name),
        mic: now.mic.or(before.mic),
        country: or(&now.country, &before.country),
        sector: or(&now.sector, &before.sector),
        industry: or(&now.industry, &before.industry),
        ipo_year: now.ipo_year.or(before.ipo_year),
        known_as: now.known_as.clone(),
    };
    let mut merged = if all == *now { now_typed.clone() } else { typed(all) };
    if now.known_as.is_none() {
        if moved_to_finance(before, &merged) {
            merged.known_as = before.known_as.clone();
        }
        if names_company_only(&merged) {
            merged.known_as = still_known_as(before, &merged);
        }
    }
    merged
}

/// Whether a feed moved a company of another trade to the industry of funds or of blank checks,
/// under the same name. Feeds do so for days or months; what the company is, its name says.
fn moved_to_finance(before: &Description, now: &Description) -> bool {
    let finance =
        |one: &Description| one.sector.as_deref().map(|name| name.eq_ignore_ascii_case("finance"));
    before.name == now.name
        && before.ticker == now.ticker
        && finance(before) == Some(false)
        && finance(now) == Some(true)
        && typing::told_by_industry(now)
}

/// Whether a name says nothing of the line: feeds shorten `Sony Group ADS` to `Sony Group`.
fn names_company_only(description: &Description) -> bool {
    let words = words(description.name.as_deref().unwrap_or_default());
    company_words(&words) == words.len()
}

/// The legal form and class known before, where a shortened name says neither. A blank-check company
/// does become another company under its new name, with shares of its own.
fn still_known_as(
    before: &Description,
    now: &Description,
) -> Option<(SecurityKind, Option<String>)> {
    let (old_kind, old_class) = before.known_as.clone()?;
    let (kind, class) = now.known_as.clone()?;
    let form = matches!(
        old_kind,
        SecurityKind::DepositaryReceipt
            | SecurityKind::Preferred
            | SecurityKind::Debt
            | SecurityKind::Warrant
            | SecurityKind::Unit
            | SecurityKind::Right
    );
    let kind = if form && kind == SecurityKind::Common { old_kind } else { kind };
    let another = old_kind == SecurityKind::BlankCheck && before.name != now.name;
    Some((kind, class.or(old_class.filter(|_| !another))))
}

/// A description with its kind and class, unless the market has them already.
fn typed(mut description: Description) -> Description {
    if description.known_as.is_none() {
        let name = description.name.as_deref().unwrap_or_default();
        let class = share_class(name, description.ticker.as_str());
        description.known_as = Some((typing::kind_of(&description), class));
    }
    description
}
