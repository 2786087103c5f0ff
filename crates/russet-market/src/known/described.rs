//! Descriptions and links to the register, of which the first one of a line is used before its day too.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::digest::{CHUNK, Digest, packed};
use super::{Known, Named};
use crate::facts::SecurityVersion;
use crate::identity::SecurityId;
use crate::market::Market;

impl Known<'_> {
    /// Whether each security was described, or named by an action that was applied, by a session.
    pub(super) fn described_by(&self, session: Date, next: Date) -> Vec<bool> {
        let mut described = Vec::new();
        let mut add = |security: SecurityId| {
            let place = security.0 as usize;
            if described.len() <= place {
                described.resize(place + 1, false);
            }
            described[place] = true;
        };
        let versions = self.market.securities.iter().filter(|version| version.known_at <= session);
        versions.for_each(|version| add(version.security_id));
        let applied = |named: &&Named| named.known_at <= session && named.ex_date <= next;
        self.named.iter().filter(applied).for_each(|named| add(named.line));
        described
    }

    /// Descriptions, as far as they had been seen. The first one of a line names it before it trades,
    /// whenever it was known.
    pub(super) fn descriptions_by(&self, session: Date, described: &[bool]) -> Digest {
        let (mut sum, mut buffer) = (Digest::default(), Vec::new());
        let mut last = None;
        for (version, digest) in self.market.securities.iter().zip(&self.descriptions) {
            let is_first = last != Some(version.security_id)
                && described.get(version.security_id.0 as usize) == Some(&true);
            if is_first || version.known_at <= session {
                let seen = (is_first, digest, packed(version.last_session.min(session)));
                sum = sum.plus(Digest::of(&seen, &mut buffer));
            }
            last = Some(version.security_id);
        }
        let currencies: BTreeSet<_> =
            self.market.securities.iter().map(|version| version.mic.currency()).collect();
        sum.plus(Digest::of(&currencies, &mut buffer))
    }

    /// Links to the register; the first one of a line is used before its day too.
    pub(super) fn links_by(&self, session: Date, described: &[bool]) -> Digest {
        let (mut sum, mut buffer, mut last) = (Digest::default(), Vec::new(), None);
        for link in &self.market.filer_links {
            let is_first = last != Some(link.security_id)
                && described.get(link.security_id.0 as usize) == Some(&true);
            if is_first || link.first_session <= session {
                sum = sum.plus(Digest::of(&(is_first, link), &mut buffer));
            }
            last = Some(link.security_id);
        }
        sum
    }
}
/// Each description but for the last session so described.
pub(super) fn descriptions(market: &Market) -> Vec<Digest> {
    let chunks = market.securities.par_chunks(CHUNK).map(|versions| {
        let mut buffer = Vec::new();
        let digest = |version: &SecurityVersion| {
            let days = (packed(version.first_session), packed(version.known_at), version.ipo_year);
            let words = (&version.ticker, &version.name, &version.share_class, &version.country);
            let industry = (&version.sector, &version.industry);
            let what = (version.security_id, version.issuer_id, version.mic, version.kind);
            Digest::of(&(what, words, industry, days), &mut buffer)
        };
        versions.iter().map(digest).collect::<Vec<_>>()
    });
    chunks.collect::<Vec<_>>().concat()
}
