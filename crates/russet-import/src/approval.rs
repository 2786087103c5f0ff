//! Changes that wait for a second person: proposed by one, approved or rejected by another.

use jiff::civil::Date;
use russet_market::market::Source;
use russet_market::table::Table;
use russet_market::{Correction, Market, PendingChange, PendingKind, Withdrawal};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::withdraw::{Withdrawer, withdraw};

/// Letters of a change's id.
const ID_LENGTH: usize = 8;

const SECURITY: &str = "security_id";

/// Why a change was not approved or rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalError {
    /// No such change waits.
    #[error(
        "no change {id} waits for approval (hint: `russet market pending` lists those that do)"
    )]
    Unknown {
        /// The id asked for.
        id: String,
    },
    /// The same person proposed it.
    #[error(
        "{who} proposed {id}, and a second person has to approve it (hint: --who NAME, or set RUSSET_USER)"
    )]
    SamePerson {
        /// The change.
        id: String,
        /// The name.
        who: String,
    },
    /// The change cannot be read.
    #[error("the change {id} cannot be read: {reason} (hint: reject it, and propose it again)")]
    Unreadable {
        /// The change.
        id: String,
        /// Why.
        reason: String,
    },
}

/// Moves the overrides that an import added to those that wait; gives their ids.
pub fn propose_overrides(
    market: &mut Market,
    before: &[Correction],
    by: &Withdrawer,
) -> Vec<String> {
    let rows = std::mem::take(&mut market.corrections);
    let (old, new): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| before.contains(row));
    market.corrections = old;
    let changes = new.into_iter().map(|row| {
        let description =
            format!("{} = {} from {}", row.field.word(), row.override_value, row.first_session);
        let change = Proposal { kind: PendingKind::Override, description, why: row.why.clone() };
        change.pending(Some(row.security_id), &row, by)
    });
    add(market, changes.collect())
}

/// Adds withdrawals of facts to the changes that wait; gives their ids.
pub fn propose_withdrawals(
    market: &mut Market,
    withdrawals: Vec<Withdrawal>,
    by: &Withdrawer,
) -> Vec<String> {
    let changes = withdrawals.into_iter().map(|row| {
        let description = format!("withdraw {} of {}", row.fact, row.date);
        let change = Proposal { kind: PendingKind::WithdrawFact, description, why: by.why.clone() };
        change.pending(Some(row.security_id), &row, by)
    });
    add(market, changes.collect())
}

/// Adds the withdrawal of imported files to the changes that wait; gives their ids.
pub fn propose_file_withdrawals(
    market: &mut Market,
    files: &[Source],
    by: &Withdrawer,
) -> Vec<String> {
    let changes = files.iter().map(|file| {
        let description = format!("withdraw the file {} ({})", file.name, file.format);
        let change = Proposal { kind: PendingKind::WithdrawFile, description, why: by.why.clone() };
        change.pending(None, file, by)
    });
    add(market, changes.collect())
}

/// What a second person approved.
#[derive(Debug, Clone, PartialEq)]
pub struct Approved {
    /// The change.
    pub change: PendingChange,
    /// The file to withdraw, where the change does that: the market is to be rebuilt without it.
    pub file: Option<Source>,
}

/// Approves a change, which counts from then on; a file is left for the caller to withdraw.
///
/// # Errors
/// [`ApprovalError`] where no such change waits, the same person proposed it, or it cannot be read.
///
/// ```
/// use jiff::civil::date;
/// use russet_import::{Withdrawer, approve, propose_file_withdrawals};
/// use russet_market::{Market, market::Source};
/// let mut market = Market::default();
/// let file = Source::new("prices", "closes.csv", "af13");
/// let ann = Withdrawer { who: "ann".into(), why: "wrong".into(), on: date(2024, 7, 1) };
/// let ids = propose_file_withdrawals(&mut market, std::slice::from_ref(&file), &ann);
///
/// // Whoever proposed a change does not approve it.
/// assert!(approve(market.clone(), &ids[0], "ann").is_err());
/// let (_, approved) = approve(market, &ids[0], "bob")?;
/// assert_eq!(approved.file, Some(file));
/// # Ok::<(), russet_import::ApprovalError>(())
/// ```
pub fn approve(
    mut market: Market,
    id: &str,
    who: &str,
) -> Result<(Market, Approved), ApprovalError> {
    let change = take(&mut market, id)?;
    if is_same_person(&change.who, who) {
        return Err(ApprovalError::SamePerson { id: change.id, who: change.who });
    }
    let mut file = None;
    match change.kind {
        PendingKind::Override => {
            market.corrections.push(row_of(&change)?);
            market.canonical();
        }
        PendingKind::WithdrawFact => {
            let row: Withdrawal = row_of(&change)?;
            let both = format!("{}, approved by {who}", row.who);
            market = withdraw(market, vec![Withdrawal { who: both, ..row }]);
        }
        PendingKind::WithdrawFile => file = Some(row_of(&change)?),
    }
    Ok((market, Approved { change, file }))
}

/// Rejects a change. An override that was rejected counts as withdrawn: importing it again does not
/// propose it again.
///
/// # Errors
/// [`ApprovalError::Unknown`] where no such change waits.
pub fn reject(
    market: &mut Market,
    id: &str,
    by: &Withdrawer,
) -> Result<PendingChange, ApprovalError> {
    let change = take(market, id)?;
    if change.kind == PendingKind::Override {
        let row: Correction = row_of(&change)?;
        let digest = Withdrawal::digest_of(&row);
        let fact = (row.first_session, change.description.clone(), digest);
        market.withdrawals.push(by.withdrawal(Correction::NAME, row.security_id, fact));
        market.canonical();
    }
    Ok(change)
}

fn is_same_person(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn take(market: &mut Market, id: &str) -> Result<PendingChange, ApprovalError> {
    let place = market.pending.iter().position(|change| change.id == id);
    let place = place.ok_or_else(|| ApprovalError::Unknown { id: id.to_owned() })?;
    Ok(market.pending.remove(place))
}

/// Adds changes that do not wait already; gives the ids of all.
fn add(market: &mut Market, changes: Vec<PendingChange>) -> Vec<String> {
    let mut ids = Vec::new();
    for change in changes {
        let is_same = |other: &&PendingChange| {
            (other.kind, other.security_id) == (change.kind, change.security_id)
                && other.description == change.description
                && (change.kind != PendingKind::Override || other.row_json == change.row_json)
        };
        let waits = market.pending.iter().find(is_same).map(|other| other.id.clone());
        ids.push(waits.clone().unwrap_or_else(|| change.id.clone()));
        if waits.is_none() {
            market.pending.push(change);
        }
    }
    market.canonical();
    ids
}

/// A change before it waits.
struct Proposal {
    kind: PendingKind,
    description: String,
    why: String,
}

impl Proposal {
    fn pending(
        self,
        security_id: Option<russet_market::SecurityId>,
        row: &impl Serialize,
        by: &Withdrawer,
    ) -> PendingChange {
        let row_json = row_json(row);
        let named = format!("{:?} {security_id:?} {row_json}", self.kind);
        let id = blake3::hash(named.as_bytes()).to_hex()[..ID_LENGTH].to_owned();
        let (who, since): (String, Date) = (by.who.clone(), by.on);
        let Proposal { kind, description, why } = self;
        PendingChange { id, kind, security_id, description, row_json, who, why, since }
    }
}

/// A row as JSON without its security, which has a column of its own and may get another id.
pub(crate) fn row_json(row: &impl Serialize) -> String {
    // Rows are plain structs, which cannot fail to be written.
    let mut value = serde_json::to_value(row).unwrap_or_default();
    if let Some(columns) = value.as_object_mut() {
        columns.remove(SECURITY);
    }
    value.to_string()
}

fn row_of<R: DeserializeOwned>(change: &PendingChange) -> Result<R, ApprovalError> {
    let unreadable = |error: serde_json::Error| ApprovalError::Unreadable {
        id: change.id.clone(),
        reason: error.to_string(),
    };
    let mut value: Value = serde_json::from_str(&change.row_json).map_err(unreadable)?;
    if let (Some(columns), Some(security)) = (value.as_object_mut(), change.security_id) {
        columns.insert(SECURITY.to_owned(), Value::from(security.0));
    }
    serde_json::from_value(value).map_err(unreadable)
}
