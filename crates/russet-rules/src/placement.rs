//! Ranks and bands to a place in the family (R46 6.10.2 to 6.11).
//!
//! A company that is new is placed by rank alone. A protected member keeps its side of a breakpoint while
//! its cumulative share of capitalization lies in the band around that breakpoint.

use russet_market::{Money, NumberError};
use serde::{Deserialize, Serialize};

use crate::decision::SizeBreakpoint;
use crate::membership::SizeMembership;
use crate::methodology::{Banding, BreakpointRule};

/// A breakpoint as it falls on one rank day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Breakpoint {
    /// The last rank above it.
    pub rank: u32,
    /// The capitalization of the company of that rank; none where fewer companies are ranked.
    pub market_cap: Option<Money>,
    /// The cumulative share of that company in percent, for sentences.
    pub percent: f64,
    /// The band around it in percent, for sentences.
    pub band: Option<(f64, f64)>,
    cumulative: Money,
    half_width_millionths: Option<i128>,
}

/// Where a company was put, and by what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// The segment; one past the last breakpoint when the rank lies below all of them.
    pub segment: usize,
    /// The breakpoint whose band kept it on its side, against its rank.
    pub retaining_breakpoint: Option<usize>,
}

/// The ranked companies of a rank day: sums and breakpoints.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// Cumulative capitalization, at rank 1, 2, …
    pub cumulative: Vec<Money>,
    /// All capitalization that counts: of the ranks down to the last breakpoint, or of all without breakpoints.
    pub total: Money,
    /// The smallest capitalization that counts.
    pub smallest: Option<Money>,
    /// The breakpoints, in the methodology's order.
    pub breakpoints: Vec<Breakpoint>,
}

impl Ranking {
    /// Adds up capitalizations, sorted from the largest, and finds the breakpoints among them.
    ///
    /// # Errors
    /// [`NumberError`] when the sum leaves the range of money.
    ///
    /// ```
    /// use russet_rules::{Methodology, placement::Ranking};
    /// let family = Methodology::built_in("russell-us").unwrap();
    /// let caps = ["300".parse()?, "100".parse()?];
    /// let ranking = Ranking::new(&caps, &family.breakpoints)?;
    /// assert_eq!(ranking.percent_at(1), Some(75.0));
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn new(caps: &[Money], rules: &[BreakpointRule]) -> Result<Ranking, NumberError> {
        let counted =
            rules.last().map_or(caps.len(), |breakpoint| caps.len().min(breakpoint.rank as usize));
        let mut cumulative = Vec::with_capacity(caps.len());
        let mut sum = Money::ZERO;
        for cap in caps {
            sum = sum.plus(*cap)?;
            cumulative.push(sum);
        }
        let total = counted.checked_sub(1).map_or(Money::ZERO, |last| cumulative[last]);
        let breakpoints =
            rules.iter().map(|rule| Breakpoint::new(rule, caps, &cumulative, total)).collect();
        let smallest = counted.checked_sub(1).map(|last| caps[last]);
        Ok(Ranking { cumulative, total, smallest, breakpoints })
    }

    /// The cumulative share at a rank, in percent.
    pub fn percent_at(&self, rank: u32) -> Option<f64> {
        let cumulative = self.cumulative.get((rank as usize).checked_sub(1)?)?;
        Some(percent_of(*cumulative, self.total))
    }

    /// Where a company of this rank belongs, given where it stood, if it is protected.
    ///
    /// ```
    /// use russet_rules::{Methodology, placement::Ranking};
    /// let family = Methodology::built_in("russell-us").unwrap();
    /// let ranking = Ranking::new(&["300".parse()?, "100".parse()?], &family.breakpoints)?;
    /// assert_eq!(ranking.place(2, None, family.banding.as_ref()).segment, 0);
    /// # Ok::<(), russet_market::NumberError>(())
    /// ```
    pub fn place(
        &self,
        rank: u32,
        protected: Option<SizeMembership>,
        banding: Option<&Banding>,
    ) -> Placement {
        let mut retaining_breakpoint = None;
        for (position, breakpoint) in self.breakpoints.iter().enumerate() {
            let above_by_rank = rank <= breakpoint.rank;
            let side = protected.and_then(|membership| membership.side_of(position));
            let above = match side {
                Some(side) if banding.is_some_and(|rule| self.in_band(rank, breakpoint, rule)) => {
                    side
                }
                _ => above_by_rank,
            };
            if above != above_by_rank {
                retaining_breakpoint = Some(position);
            }
            if above {
                return Placement { segment: position, retaining_breakpoint };
            }
        }
        Placement { segment: self.breakpoints.len(), retaining_breakpoint }
    }

    /// The breakpoint that a company crossed first on its way from where it stood.
    pub(crate) fn crossed(&self, place: Placement, membership: SizeMembership) -> Option<usize> {
        let mut crossed = (0..self.breakpoints.len()).filter(|breakpoint| {
            membership
                .side_of(*breakpoint)
                .is_some_and(|above| above != (place.segment <= *breakpoint))
        });
        match place.segment < membership.first {
            true => crossed.next_back(),
            false => crossed.next(),
        }
    }

    /// The nearest of the breakpoints that bound a company's segment.
    pub(crate) fn nearest(&self, rank: u32, place: Placement) -> Option<usize> {
        let distance =
            |breakpoint: &Breakpoint| (i64::from(breakpoint.rank) - i64::from(rank)).unsigned_abs();
        let bounds = place.segment.saturating_sub(1)..self.breakpoints.len().min(place.segment + 1);
        bounds.min_by_key(|position| distance(&self.breakpoints[*position]))
    }

    /// In the bands of which breakpoints a rank lies.
    pub(crate) fn bands(&self, rank: u32, banding: &Banding) -> Vec<bool> {
        self.breakpoints.iter().map(|breakpoint| self.in_band(rank, breakpoint, banding)).collect()
    }

    /// Whether the cumulative share at a rank lies in the band of a breakpoint: exact, in integers.
    fn in_band(&self, rank: u32, breakpoint: &Breakpoint, banding: &Banding) -> bool {
        let (Some(half_width), Some(_)) = (breakpoint.half_width_millionths, breakpoint.market_cap)
        else {
            return false;
        };
        let Some(cumulative) =
            (rank as usize).checked_sub(1).and_then(|at| self.cumulative.get(at))
        else {
            return false;
        };
        let distance = cumulative.femtos().abs_diff(breakpoint.cumulative.femtos());
        // |cumulative − breakpoint| ÷ total ≤ half width, without a division. The sum of a market stays
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

impl Breakpoint {
    /// The breakpoint as decisions record it.
    pub(crate) fn size_breakpoint(&self) -> SizeBreakpoint {
        SizeBreakpoint { rank: self.rank, market_cap: self.market_cap, band: self.band }
    }

    fn new(
        rule: &BreakpointRule,
        caps: &[Money],
        cumulative: &[Money],
        total: Money,
    ) -> Breakpoint {
        let at = (rule.rank as usize).checked_sub(1);
        let found = at.and_then(|at| Some((*caps.get(at)?, *cumulative.get(at)?)));
        let sum = found.map_or(total, |(_, sum)| sum);
        let percent = percent_of(sum, total);
        let band = rule
            .half_width_percent
            .filter(|_| found.is_some())
            .map(|half_width| (percent - half_width.to_f64(), percent + half_width.to_f64()));
        Breakpoint {
            rank: rule.rank,
            market_cap: found.map(|(cap, _)| cap),
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
