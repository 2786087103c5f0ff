//! Which sighting continues which line: one pass through the sessions, looking only backwards.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use russet_market::{Currency, Mic, Price, Ratio, SecurityKind};

use super::name::{share_class, similar, stem};
use super::{IdentityCounts, issuers, renames};
use crate::sightings::{Description, Origin, Sighting, Sightings};
use crate::typing;

/// Sessions with data after which a symbol that comes back needs more than its symbol to be the
/// same line: feeds miss a line for a few weeks, exchanges reuse a symbol after months.
const LONG_GAP: u32 = 20;
/// Sessions with data after which a line that stopped is no longer looked for under a new symbol.
pub(super) const RENAME_GAP: u32 = 4;
/// The previous close that a sighting implies may differ so much from the line's last close, when
/// the company's name differs too.
const SAME_PRICE: f64 = 0.25;
/// A company's line may come back after a long gap at a price this many times higher or lower.
const SAME_COMPANY_PRICE: f64 = 2.0;

/// What a description says, prepared for comparisons.
pub(super) struct Profile {
    pub(super) symbol: u32,
    pub(super) stem: String,
    pub(super) words: Vec<String>,
    pub(super) kind: SecurityKind,
    pub(super) share_class: Option<String>,
    /// What it trades in, where that is abroad.
    pub(super) abroad: Option<Currency>,
}

impl Profile {
    fn new(description: &Description, symbol: u32) -> Profile {
        let name = description.name.as_deref().unwrap_or_default();
        let (kind, share_class) = description.known_as.clone().unwrap_or_else(|| {
            (typing::kind_of(description), share_class(name, description.ticker.as_str()))
        });
        let words = super::words::words(name);
        let abroad = description.mic.filter(|mic| mic.is_foreign()).map(Mic::currency);
        Profile { symbol, stem: stem(name), words, kind, share_class, abroad }
    }

    /// Stock of a company, as against its bonds, warrants and the like.
    pub(super) fn is_share(&self) -> bool {
        !matches!(
            self.kind,
            SecurityKind::Preferred
                | SecurityKind::Debt
                | SecurityKind::Unit
                | SecurityKind::Warrant
                | SecurityKind::Right
        )
    }
}

/// A line of trading as it was last seen.
pub(super) struct Line {
    pub(super) profile: u32,
    /// Counted in sessions that have data.
    pub(super) last_seen: u32,
    pub(super) close: Option<Price>,
    pub(super) cap_cents: Option<u64>,
    /// The group of lines of one company.
    pub(super) company: u32,
}

/// The lines found.
pub(super) struct Lines {
    /// The line of each sighting.
    pub(super) of_sighting: Vec<u32>,
    /// The company of each line; lines are numbered by first session and symbol.
    pub(super) companies: Vec<u32>,
    pub(super) counts: IdentityCounts,
}

/// Follows every line through the sessions.
pub(super) fn follow(sightings: &Sightings) -> Lines {
    let symbols = sightings.symbols();
    let profiles: Vec<Profile> = sightings
        .descriptions
        .par_iter()
        .zip(&symbols)
        .map(|(description, symbol)| Profile::new(description, *symbol))
        .collect();
    let symbol_count = symbols.last().map_or(0, |last| *last as usize + 1);
    let mut pass = Pass {
        profiles: &profiles,
        lines: Vec::new(),
        holder: vec![None; symbol_count],
        companies: issuers::Companies::default(),
        counts: IdentityCounts::default(),
    };
    let mut of_sighting = vec![u32::MAX; sightings.rows.len()];
    for (now, range) in (0..).zip(sightings.sessions()) {
        let rows = &sightings.rows[range.clone()];
        pass.session(now, rows, &mut of_sighting[range]);
    }
    let companies = pass.lines.iter().map(|line| line.company).collect();
    Lines { of_sighting, companies, counts: pass.counts }
}

struct Pass<'a> {
    profiles: &'a [Profile],
    lines: Vec<Line>,
    /// The line that holds each symbol.
    holder: Vec<Option<u32>>,
    companies: issuers::Companies,
    counts: IdentityCounts,
}

impl Pass<'_> {
    fn session(&mut self, now: u32, rows: &[Sighting], of_row: &mut [u32]) {
        let mut newcomers: Vec<usize> = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let profile = &self.profiles[row.description as usize];
            match self.holder[profile.symbol as usize] {
                Some(line) if self.continues(&self.lines[line as usize], row, now) => {
                    of_row[place] = line;
                    self.see(line, row, now);
                }
                held => {
                    self.counts.reused_tickers += usize::from(held.is_some() && is_new(row));
                    newcomers.push(place);
                }
            }
        }
        if newcomers.is_empty() {
            return;
        }
        let joins = renames::find(self.profiles, &self.lines, rows, &newcomers, now);
        for place in newcomers {
            let row = &rows[place];
            let symbol = self.profiles[row.description as usize].symbol;
            let line = match joins.get(&place) {
                Some(line) => {
                    self.counts.renames += usize::from(is_new(row));
                    let old = self.profiles[self.lines[*line as usize].profile as usize].symbol;
                    if self.holder[old as usize] == Some(*line) {
                        self.holder[old as usize] = None;
                    }
                    self.see(*line, row, now);
                    *line
                }
                None => self.begin(row, now),
            };
            self.holder[symbol as usize] = Some(line);
            of_row[place] = line;
        }
    }

    /// Whether a sighting under a line's own symbol is that line.
    fn continues(&self, line: &Line, row: &Sighting, now: u32) -> bool {
        let long_gap = now - line.last_seen > LONG_GAP;
        if line.profile == row.description && !long_gap {
            return true;
        }
        let old = &self.profiles[line.profile as usize];
        let new = &self.profiles[row.description as usize];
        let unnamed = old.stem.is_empty() || new.stem.is_empty();
        let same_name = unnamed || similar(&old.stem, &new.stem);
        let (Some(last), Some(close)) = (line.close, row.close) else {
            return same_name || !long_gap;
        };
        let last = last.to_f64();
        match (same_name, long_gap) {
            (true, false) => true,
            (false, true) => false,
            (true, true) => {
                let ratio = close.to_f64() / last;
                let near = (1.0 / SAME_COMPANY_PRICE..=SAME_COMPANY_PRICE).contains(&ratio);
                near || new.stem == old.stem && ratio_of_split(1.0 / ratio).is_some() || unnamed
            }
            (false, false) => {
                let ratio = last / previous_close(row).unwrap_or(close.to_f64());
                (ratio - 1.0).abs() <= SAME_PRICE || ratio_of_split(ratio).is_some()
            }
        }
    }

    fn see(&mut self, line: u32, row: &Sighting, now: u32) {
        let line = &mut self.lines[line as usize];
        line.profile = row.description;
        line.last_seen = now;
        line.close = row.close.or(line.close);
        line.cap_cents = row.cap_cents.or(line.cap_cents);
    }

    fn begin(&mut self, row: &Sighting, now: u32) -> u32 {
        let number = self.lines.len() as u32;
        let mut line = Line {
            profile: row.description,
            last_seen: now,
            close: row.close,
            cap_cents: row.cap_cents,
            company: 0,
        };
        line.company = self.companies.company_of(self.profiles, &self.lines, &line, number);
        self.lines.push(line);
        number
    }
}

/// Whether a sighting comes in with this import.
fn is_new(row: &Sighting) -> bool {
    matches!(row.origin, Origin::File { .. })
}

/// The close of the session before, on today's terms, that a close and its reported change imply.
pub(super) fn previous_close(row: &Sighting) -> Option<f64> {
    let growth = 1.0 + row.change_percent? / 100.0;
    (growth > 0.0).then_some(row.close?.to_f64() / growth)
}

/// A whole-number split, forward or reverse, that a ratio of prices is within 2% of.
fn ratio_of_split(ratio: f64) -> Option<Ratio> {
    const CLOSE: f64 = 0.02;
    let forward = ratio >= 1.0;
    let whole = if forward { ratio } else { 1.0 / ratio };
    let nearest = whole.round();
    if !(2.0..=100.0).contains(&nearest) || (whole / nearest - 1.0).abs() > CLOSE {
        return None;
    }
    let nearest = nearest as u64;
    if forward { Ratio::new(nearest, 1).ok() } else { Ratio::new(1, nearest).ok() }
}
