//! Which securities an index takes from its parent: those that fit, or the largest companies of those.
//!
//! | module | what it does |
//! |---|---|
//! | `fitting` | what an index asks of a security |
//! | `largest` | companies ranked by their value in the parent |
//! | `record` | the decisions that are recorded |

mod fitting;
mod largest;
mod record;

use jiff::civil::Date;
use russet_market::{Money, NumberError, Price, SecurityVersion, Shares};

use crate::decision::{DecidingRule, Evidence, Finding};
use crate::methodology::{IndexRule, Only};
use fitting::{fit, misfit};
use largest::choices_of_companies;
pub use record::sub_index_decisions;

/// A security that an index may take from its parent, or that it holds.
#[derive(Debug, Clone, Copy)]
pub struct ParentSecurity<'a> {
    /// How it is described on the day.
    pub version: &'a SecurityVersion,
    /// Its last close and the session of that; none of one that has not traded yet.
    pub close: Option<(Price, Date)>,
    /// Its share count.
    pub shares: Option<Shares>,
    /// The value of its shares in free float, in the parent's currency; none where it is not known.
    pub value: Option<Money>,
    /// Whether the parent holds it.
    pub is_in_parent: bool,
    /// Whether the index holds it so far.
    pub is_held: bool,
    /// Whether the index holds any security of its company so far.
    pub is_member: bool,
    /// A fund that holds its company, of those whose holdings the index excludes.
    pub excluded_by: Option<&'a str>,
}

/// Whether a security belongs to an index, and by which rule.
#[derive(Debug, Clone, PartialEq)]
pub struct SubIndexChoice {
    /// Whether it belongs from now on.
    pub belongs: bool,
    rule: DecidingRule,
    evidence: Evidence,
    /// The rank of its company, and how many companies are ranked with it.
    rank: Option<(u32, u32)>,
    /// Whether the rank alone would decide otherwise.
    by_buffer: bool,
}

impl SubIndexChoice {
    fn new(belongs: bool, rule: DecidingRule, evidence: Evidence) -> SubIndexChoice {
        SubIndexChoice { belongs, rule, evidence, rank: None, by_buffer: false }
    }
}

impl IndexRule {
    /// Whether the index takes only some of its parent's securities.
    ///
    /// ```
    /// use russet_rules::Methodology;
    /// let family = Methodology::built_in("us-sectors")?;
    /// let chooses = |id: &str| family.index(id).is_some_and(|index| index.takes_some());
    /// assert_eq!((chooses("R2000G"), chooses("R3000MAT")), (false, true));
    /// # Ok::<(), russet_rules::MethodologyError>(())
    /// ```
    pub fn takes_some(&self) -> bool {
        self.only != Only::default() || self.largest.is_some()
    }
}

/// Which securities fit an index, whatever their rank; the choices are in the order of the securities.
pub fn choose_fitting(rule: &IndexRule, securities: &[ParentSecurity<'_>]) -> Vec<SubIndexChoice> {
    let choice = |security: &ParentSecurity<'_>| {
        let left = || Evidence::of(Finding::LeftParent);
        match (security.is_in_parent, misfit(&rule.only, security)) {
            (false, _) => SubIndexChoice::new(false, DecidingRule::Parent, left()),
            (true, Some(evidence)) => SubIndexChoice::new(false, DecidingRule::Only, evidence),
            (true, None) => {
                SubIndexChoice::new(true, DecidingRule::Only, fit(&rule.only, security))
            }
        }
    };
    securities.iter().map(choice).collect()
}

/// Which securities an index takes from its parent: those that fit, and where it takes the largest, those of the
/// largest companies among them ([`choose_by_rank`](super::choose_by_rank), by the value of all their securities that fit; of equal
/// ones the lower id). The choices are in the order of the securities.
///
/// # Errors
/// [`NumberError`] when the value of a company leaves the range of money.
pub fn choose_from_parent(
    rule: &IndexRule,
    securities: &[ParentSecurity<'_>],
) -> Result<Vec<SubIndexChoice>, NumberError> {
    let mut choices = choose_fitting(rule, securities);
    let Some(largest) = &rule.largest else { return Ok(choices) };
    let fitting = securities.iter().zip(&choices).filter(|(_, choice)| choice.belongs);
    let by_company = choices_of_companies(largest, fitting.map(|(security, _)| security))?;
    for (security, choice) in securities.iter().zip(&mut choices).filter(|(_, one)| one.belongs) {
        *choice = by_company.get(&security.version.issuer_id).cloned().unwrap_or_else(|| {
            SubIndexChoice::new(false, DecidingRule::Ranking, Evidence::of(Finding::Unknown))
        });
    }
    Ok(choices)
}
