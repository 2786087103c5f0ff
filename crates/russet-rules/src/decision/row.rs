//! The columns of the table of decisions, and its rows read back.

use std::sync::Arc;

use jiff::civil::Date;
use russet_market::{Cik, IssuerId, Mic, Money, Price, SecurityId, SecurityKind, Shares, Ticker};
use russet_store::table::Table;

use super::{
    CommitteeSource, CommitteeStatement, DecidingRule, Decision, Evidence, Finding,
    FurtherEvidence, OccasionKind, RegisterEntry, ScreenResults, SharesBasis, SizeBreakpoint,
    Verdict,
};

/// One security on one rank day: what was known, what was decided, and by what. `russet explain` renders the
/// sentence from these facts and the run's methodology, which also says where the rule was read.
#[derive(Debug, Clone, PartialEq, Table)]
#[table(
    name = "decisions",
    version = 2,
    key = "effective_after_close, rank_day, occasion, index_id, security_id"
)]
pub(super) struct DecisionRow {
    /// What was decided about: `reconstitution`, `new_listings`, `committee`, or between reviews
    /// `interim_deletion`, `fast_entry` or `replacement`; `index_selection` of an index that takes some of its parent's
    /// securities.
    pub(super) occasion: OccasionKind,
    /// The day whose facts decide.
    pub(super) rank_day: Date,
    /// The day after whose close the decision holds.
    pub(super) effective_after_close: Date,
    /// The index that chooses among its parent's securities; missing where the whole family is decided about.
    pub(super) index_id: Option<Arc<str>>,
    /// The security.
    pub(super) security_id: SecurityId,
    /// Its company.
    pub(super) issuer_id: IssuerId,
    /// Its symbol on rank day.
    pub(super) ticker: Ticker,
    /// Its name on rank day.
    pub(super) name: Arc<str>,
    /// What it is.
    pub(super) kind: SecurityKind,
    /// Where it trades.
    pub(super) mic: Mic,
    /// Its last close.
    pub(super) close: Price,
    /// The session of that close.
    pub(super) close_date: Date,
    /// Its share count on rank day.
    pub(super) shares_outstanding: Option<Shares>,
    /// What the share count counts: `company`, `class`, or `override` where a user replaces it.
    pub(super) shares_basis: Option<SharesBasis>,
    /// Where the share count comes from: a source, or who overrides it.
    pub(super) shares_source: Option<Arc<str>>,
    /// The day from which the share count holds.
    pub(super) shares_since: Option<Date>,
    /// The company's number in the register.
    pub(super) register_cik: Option<Cik>,
    /// The company's name in the register.
    pub(super) register_name: Option<Arc<str>>,
    /// The first day the register described the company so.
    pub(super) register_first_seen: Option<Date>,
    /// Whether that is after the rank day: the nearest description known, not the one of then.
    pub(super) register_seen_later: Option<bool>,
    /// What sort of filer the register says it is.
    pub(super) register_entity_type: Option<Arc<str>>,
    /// Its standard industrial classification in the register.
    pub(super) register_sic: Option<u16>,
    /// Where the register says it is incorporated.
    pub(super) register_incorporation: Option<Arc<str>>,
    /// Where the register says it has its headquarters.
    pub(super) register_headquarters: Option<Arc<str>>,
    /// Inputs that a user overrides: which, by whom, why, on what evidence.
    pub(super) overrides: Option<Arc<str>>,
    /// The company's total market capitalization in the family's currency.
    #[column(unit = "family currency")]
    pub(super) company_market_cap: Option<Money>,
    /// The company's rank by it, from 1.
    pub(super) rank: Option<u32>,
    /// How many companies were ranked.
    pub(super) companies_ranked: Option<u32>,
    /// The share of all ranked market capitalization at this rank or above.
    #[column(unit = "percent")]
    pub(super) cumulative_percent: Option<f64>,
    /// The indexes it belonged to before, ids separated by spaces.
    pub(super) indexes_before: Arc<str>,
    /// The indexes it belongs to from the effective day on.
    pub(super) indexes_after: Arc<str>,
    /// What was decided.
    pub(super) verdict: Verdict,
    /// The rule that decided: a screen's name, `rank`, `band`, `buffer`, `vacancy`, `all`, `committee`,
    /// `ranking`, `absent_from_lists`, `new_listing`, `offering`, `fast_entry`, `interim_deletion`, `replacement`; of an
    /// index that takes some of its parent's securities `only`, `parent`, `rank`, `buffer` or `vacancy`.
    pub(super) rule: DecidingRule,
    /// The answer of every screen in the family's order, such as `exchange:passed price:failed`: `passed`,
    /// `failed`, `no_data`, or `not_asked`.
    pub(super) screens: ScreenResults,
    /// What the deciding rule found, by word.
    pub(super) finding: Finding,
    /// What it measured, in the unit of the threshold.
    pub(super) measured: Option<f64>,
    /// What the measure is a part of, or compared with.
    pub(super) measured_against: Option<f64>,
    /// What the measure had to reach, or not to exceed.
    pub(super) threshold: Option<f64>,
    /// How many sessions, quarters, months, lists or ranks the finding counts.
    pub(super) evidence_count: Option<u32>,
    /// The day of the evidence, or its first one.
    pub(super) evidence_date: Option<Date>,
    /// The last day of the evidence.
    pub(super) evidence_until: Option<Date>,
    /// The rank day of the earlier review that the finding is about.
    pub(super) ranked_on: Option<Date>,
    /// What a source says: a country, a sector, a wording, a fund.
    pub(super) evidence_text: Option<Arc<str>>,
    /// What else it says: an industry, a reason.
    pub(super) evidence_note: Option<Arc<str>>,
    /// Who says it.
    pub(super) evidence_by: Option<Arc<str>>,
    /// The lowest of the closes that the finding is about.
    pub(super) lowest_close: Option<Price>,
    /// The highest of them.
    pub(super) highest_close: Option<Price>,
    /// The last rank above the size breakpoint that the company crossed, or else the nearest one.
    pub(super) breakpoint_rank: Option<u32>,
    /// The market capitalization of the company of that rank; missing where fewer companies are ranked.
    #[column(unit = "family currency")]
    pub(super) breakpoint_market_cap: Option<Money>,
    /// Where the band around that breakpoint begins.
    #[column(unit = "percent")]
    pub(super) breakpoint_band_from: Option<f64>,
    /// Where it ends.
    #[column(unit = "percent")]
    pub(super) breakpoint_band_to: Option<f64>,
    /// The last rank above the size breakpoint whose band kept the company on its side.
    pub(super) retaining_breakpoint_rank: Option<u32>,
    /// The market capitalization of the company of that rank.
    #[column(unit = "family currency")]
    pub(super) retaining_breakpoint_market_cap: Option<Money>,
    /// Where the band that kept it begins.
    #[column(unit = "percent")]
    pub(super) retaining_breakpoint_band_from: Option<f64>,
    /// Where it ends.
    #[column(unit = "percent")]
    pub(super) retaining_breakpoint_band_to: Option<f64>,
    /// What the committee's latest word is: a fund's `list`, or a dated `decision`.
    pub(super) committee_source: Option<CommitteeSource>,
    /// The fund of the list, or who decided.
    pub(super) committee_by: Option<Arc<str>>,
    /// The date of the list, or of the decision.
    pub(super) committee_date: Option<Date>,
}

/// Facts that many rows share, so that each is in memory once.
#[derive(Default)]
pub(super) struct SharedFacts {
    breakpoints: Vec<Arc<SizeBreakpoint>>,
    register: Option<Arc<RegisterEntry>>,
    committee: Option<Arc<CommitteeStatement>>,
}

impl SharedFacts {
    fn breakpoint(&mut self, breakpoint: SizeBreakpoint) -> Arc<SizeBreakpoint> {
        if let Some(known) = self.breakpoints.iter().rev().find(|known| ***known == breakpoint) {
            return Arc::clone(known);
        }
        self.breakpoints.push(Arc::new(breakpoint));
        Arc::clone(&self.breakpoints[self.breakpoints.len() - 1])
    }
}

/// The same fact as the last one, or a new one.
fn shared<T: PartialEq>(last: &mut Option<Arc<T>>, fact: T) -> Arc<T> {
    match last {
        Some(last) if **last == fact => Arc::clone(last),
        _ => Arc::clone(last.insert(Arc::new(fact))),
    }
}

impl DecisionRow {
    /// The decision of a row.
    pub(super) fn into_decision(self, facts: &mut SharedFacts) -> Decision {
        let band = |from: Option<f64>, to: Option<f64>| from.zip(to);
        let breakpoint = |rank: Option<u32>, market_cap, band| {
            rank.map(|rank| SizeBreakpoint { rank, market_cap, band })
        };
        let retaining_breakpoint = breakpoint(
            self.retaining_breakpoint_rank,
            self.retaining_breakpoint_market_cap,
            band(self.retaining_breakpoint_band_from, self.retaining_breakpoint_band_to),
        );
        let breakpoint = breakpoint(
            self.breakpoint_rank,
            self.breakpoint_market_cap,
            band(self.breakpoint_band_from, self.breakpoint_band_to),
        );
        let register = self.register_cik.zip(self.register_first_seen).map(|(cik, first_seen)| {
            RegisterEntry {
                cik,
                name: self.register_name.unwrap_or_default(),
                first_seen,
                seen_later: self.register_seen_later.unwrap_or(false),
                entity_type: self.register_entity_type,
                sic: self.register_sic,
                incorporation: self.register_incorporation,
                headquarters: self.register_headquarters,
            }
        });
        let committee = self.committee_source.zip(self.committee_date).map(|(source, date)| {
            CommitteeStatement { source, by: self.committee_by.unwrap_or_default(), date }
        });
        let evidence = Evidence {
            finding: self.finding,
            measured: self.measured,
            measured_against: self.measured_against,
            threshold: self.threshold,
            count: self.evidence_count,
            date: self.evidence_date,
            text: self.evidence_text,
            further: None,
        };
        let evidence = evidence.further(FurtherEvidence {
            until: self.evidence_until,
            ranked_on: self.ranked_on,
            note: self.evidence_note,
            by: self.evidence_by,
            lowest: self.lowest_close,
            highest: self.highest_close,
        });
        Decision {
            occasion: self.occasion,
            rank_day: self.rank_day,
            effective_after_close: self.effective_after_close,
            index_id: self.index_id,
            security_id: self.security_id,
            issuer_id: self.issuer_id,
            ticker: self.ticker,
            name: self.name,
            kind: self.kind,
            mic: self.mic,
            close: self.close,
            close_date: self.close_date,
            shares_outstanding: self.shares_outstanding,
            shares_basis: self.shares_basis,
            shares_source: self.shares_source,
            shares_since: self.shares_since,
            register: register.map(|entry| shared(&mut facts.register, entry)),
            overrides: self.overrides,
            company_market_cap: self.company_market_cap,
            rank: self.rank,
            companies_ranked: self.companies_ranked,
            cumulative_percent: self.cumulative_percent,
            indexes_before: self.indexes_before,
            indexes_after: self.indexes_after,
            verdict: self.verdict,
            rule: self.rule,
            screens: self.screens,
            evidence,
            breakpoint: breakpoint.map(|breakpoint| facts.breakpoint(breakpoint)),
            retaining_breakpoint: retaining_breakpoint
                .map(|breakpoint| facts.breakpoint(breakpoint)),
            committee: committee.map(|word| shared(&mut facts.committee, word)),
        }
    }
}
