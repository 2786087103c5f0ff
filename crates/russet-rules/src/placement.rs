//! Ranks and bands to a place in the family (R46 6.10.2 to 6.11).
//!
//! A company that is new is placed by rank alone. A protected member keeps its side of a cut while
//! its cumulative share of capitalization lies in the band around that cut.

use russet_market::{Money, NumberError};
use serde::{Deserialize, Serialize};

use crate::decision::SizeBreakpoint;
use crate::membership::SizeMembership;
use crate::methodology::{Banding, Break};

/// A cut as it falls on one rank day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    /// The last rank above it.
    pub rank: u32,
    /// The capitalization of the company of that rank; none where fewer companies are ranked.
    pub breakpoint: Option<Money>,
    /// The cumulative share of that company in percent, for sentences.
    pub percent: f64,
    /// The band around it in percent, for sentences.
    pub band: Option<(f64, f64)>,
    cumulative: Money,
    half_width_millionths: Option<i128>,
}

/// Where a company was put, and by what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The segment; one past the last cut when the rank lies below all of them.
    pub segment: usize,
    /// The cut whose band kept it on its side, against its rank.
    pub kept_by: Option<usize>,
}

/// The ranked companies of a rank day: sums and cuts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// Cumulative capitalization, at rank 1, 2, …
    pub cumulative: Vec<Money>,
    /// All capitalization that counts: of the ranks down to the last cut, or of all without cuts.
    pub total: Money,
    /// The smallest capitalization that counts.
    pub smallest: Option<Money>,
    /// The cuts, in the methodology's order.
    pub cuts: Vec<Cut>,
}

impl Ranking {
    /// Adds up capitalizations, sorted from the largest, and finds the cuts among them.
    ///
    /// # Errors
    /// [`NumberError`] when the sum leaves the range of money.
    ///
    /// ```
    /// use russet_rules::{Methodology, placement::Ranking};
    /// let family = Methodology::built_in("russell-us").unwrap();
    /// let caps = ["300".parse()?, "100".parse()?];
    /// let ranking = Ranking::new(&caps, &family.breaks)?;
    /// assert_eq!(ranking.percent_at(1), Some(75.0));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(caps: &[Money], breaks: &[Break]) -> Result<Ranking, NumberError> {
        let counted = breaks.last().map_or(caps.len(), |cut| caps.len().min(cut.rank as usize));
        let mut cumulative = Vec::with_capacity(caps.len());
        let mut sum = Money::ZERO;
        for cap in caps {
            sum = sum.plus(*cap)?;
            cumulative.push(sum);
        }
        let total = counted.checked_sub(1).map_or(Money::ZERO, |last| cumulative[last]);
        let cuts = breaks.iter().map(|rule| Cut::new(rule, caps, &cumulative, total)).collect();
        let smallest = counted.checked_sub(1).map(|last| caps[last]);
        Ok(Ranking { cumulative, total, smallest, cuts })
    }

    /// The cumulative share at a rank, in percent.
    ///
    /// ```
    /// use russet_rules::placement::Ranking;
    /// assert_eq!(Ranking::new(&[], &[])?.percent_at(1), None);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn percent_at(&self, rank: u32) -> Option<f64> {
        let cumulative = self.cumulative.get((rank as usize).checked_sub(1)?)?;
        Some(percent_of(*cumulative, self.total))
    }

    /// Where a company of this rank belongs, given where it stood, if it is protected.
    ///
    /// ```
    /// use russet_rules::{Methodology, placement::Ranking};
    /// let family = Methodology::built_in("russell-us").unwrap();
    /// let ranking = Ranking::new(&["300".parse()?, "100".parse()?], &family.breaks)?;
    /// assert_eq!(ranking.place(2, None, family.banding.as_ref()).segment, 0);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn place(
        &self,
        rank: u32,
        protected: Option<SizeMembership>,
        banding: Option<&Banding>,
    ) -> Place {
        let mut kept_by = None;
        for (position, cut) in self.cuts.iter().enumerate() {
            let above_by_rank = rank <= cut.rank;
            let side = protected.and_then(|membership| membership.side_of(position));
            let above = match side {
                Some(side) if banding.is_some_and(|rule| self.in_band(rank, cut, rule)) => side,
                _ => above_by_rank,
            };
            if above != above_by_rank {
                kept_by = Some(position);
            }
            if above {
                return Place { segment: position, kept_by };
            }
        }
        Place { segment: self.cuts.len(), kept_by }
    }

    /// The cut that a company crossed first on its way from where it stood.
    pub(crate) fn crossed(&self, place: Place, membership: SizeMembership) -> Option<usize> {
        let mut crossed = (0..self.cuts.len()).filter(|cut| {
            membership.side_of(*cut).is_some_and(|above| above != (place.segment <= *cut))
        });
        match place.segment < membership.first {
            true => crossed.next_back(),
            false => crossed.next(),
        }
    }

    /// The nearest of the cuts that bound a company's segment.
    pub(crate) fn nearest(&self, rank: u32, place: Place) -> Option<usize> {
        let distance = |cut: &Cut| (i64::from(cut.rank) - i64::from(rank)).unsigned_abs();
        let bounds = place.segment.saturating_sub(1)..self.cuts.len().min(place.segment + 1);
        bounds.min_by_key(|position| distance(&self.cuts[*position]))
    }

    /// In the bands of which cuts a rank lies.
    pub(crate) fn bands(&self, rank: u32, banding: &Banding) -> Vec<bool> {
        self.cuts.iter().map(|cut| self.in_band(rank, cut, banding)).collect()
    }

    /// Whether the cumulative share at a rank lies in the band of a cut: exact, in integers.
    fn in_band(&self, rank: u32, cut: &Cut, banding: &Banding) -> bool {
        let (Some(half_width), Some(_)) = (cut.half_width_millionths, cut.breakpoint) else {
            return false;
        };
        let Some(cumulative) =
            (rank as usize).checked_sub(1).and_then(|at| self.cumulative.get(at))
        else {
            return false;
        };
        let distance = cumulative.femtos().abs_diff(cut.cumulative.femtos());
        // |cumulative − cut| ÷ total ≤ half width, without a division. The sum of a market stays
        // below 1e17 dollars, so neither product comes near 2^128.
        let scaled_distance = distance.saturating_mul(1_000_000);
        let scaled_width =
            self.total.femtos().unsigned_abs().saturating_mul(half_width.unsigned_abs());
        match banding.edge_inclusive {
            true => scaled_distance <= scaled_width,
            false => scaled_distance < scaled_width,
        }
    }
}

impl Cut {
    /// The cut as decisions record it.
    pub(crate) fn size_breakpoint(&self) -> SizeBreakpoint {
        SizeBreakpoint { rank: self.rank, market_cap: self.breakpoint, band: self.band }
    }

    fn new(rule: &Break, caps: &[Money], cumulative: &[Money], total: Money) -> Cut {
        let at = (rule.rank as usize).checked_sub(1);
        let found = at.and_then(|at| Some((*caps.get(at)?, *cumulative.get(at)?)));
        let sum = found.map_or(total, |(_, sum)| sum);
        let percent = percent_of(sum, total);
        let band = rule
            .half_width_percent
            .filter(|_| found.is_some())
            .map(|half_width| (percent - half_width.to_f64(), percent + half_width.to_f64()));
        Cut {
            rank: rule.rank,
            breakpoint: found.map(|(cap, _)| cap),
            percent,
            band,
            cumulative: sum,
            half_width_millionths: rule.half_width_percent.map(|width| width.millionths()),
        }
    }
}

fn percent_of(part: Money, whole: Money) -> f64 {
    if whole == Money::ZERO { 0.0 } else { part.to_f64() / whole.to_f64() * 100.0 }
}
