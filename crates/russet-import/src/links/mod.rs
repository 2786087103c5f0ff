//! Which security is of which company of a register.
//!
//! A link rests on evidence and never on a symbol alone: exchanges reuse symbols. The links are
//! found again after every import from all facts, so the order of imports does not matter.
//!
//! | module | what it does |
//! |---|---|
//! | `names` | how far two names are one company's |
//! | `register` | the register's symbols, names and CUSIPs, for looking up |
//! | `evidence` | the companies that one description may be of |
//! | `lines` | a security's descriptions together: its links over time |
//! | `continued` | lines that go on under another symbol |
//! | `issuers` | companies of securities, corrected by links |
//! | `summary` | what was linked and what was not, for the report |

mod continued;
mod evidence;
mod issuers;
mod lines;
mod names;
mod register;
mod summary;

use russet_market::{FilerLink, Market, SecurityVersion};

use crate::derive;
use register::Register;
pub(crate) use summary::summary;

/// Works out every link again, and corrects lines and companies of securities by them.
pub(crate) fn refresh(market: &mut Market) {
    market.filer_links.clear();
    if market.filer_tickers.is_empty() && market.filers.is_empty() {
        return;
    }
    market.filer_links = links(market);
    let mut joined = false;
    while continued::join(market) > 0 {
        market.filer_links = links(market);
        joined = true;
    }
    if joined {
        // Splits and counts of a line follow from all of its closes.
        derive::refresh(market);
    }
    issuers::correct(market);
}

/// Works out which security is of which company of the register again, from all other facts.
pub fn relink(mut market: Market) -> Market {
    refresh(&mut market);
    market.canonical();
    market
}

fn links(market: &Market) -> Vec<FilerLink> {
    let register = Register::of(market);
    let of_line = |versions| lines::links(&register, versions);
    let mut links: Vec<FilerLink> = by_security(&market.securities).flat_map(of_line).collect();
    links.sort();
    links
}

/// The descriptions of each security.
fn by_security(versions: &[SecurityVersion]) -> impl Iterator<Item = &[SecurityVersion]> {
    versions.chunk_by(|one, other| one.security_id == other.security_id)
}
