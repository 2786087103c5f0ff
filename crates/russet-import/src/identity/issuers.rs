//! Lines of one company.

use std::collections::HashMap;

use super::lines::{Line, Profile, RENAME_GAP};

/// Reported company values, or the share counts they imply, that differ by no more are one
/// company's.
const SAME_COMPANY: f64 = 0.05;

/// Companies by the stem of their lines' names.
#[derive(Default)]
pub(super) struct Companies {
    lines_by_stem: HashMap<String, Vec<u32>>,
    count: u32,
}

impl Companies {
    /// The company of a line that begins: that of a line alive now, of the same stem and with no
    /// contradiction between their reported values, or a new one.
    pub(super) fn company_of(
        &mut self,
        profiles: &[Profile],
        lines: &[Line],
        line: &Line,
        number: u32,
    ) -> u32 {
        let stem = &profiles[line.profile as usize].stem;
        if stem.is_empty() {
            return self.new_company();
        }
        let sisters = self.lines_by_stem.entry(stem.clone()).or_default();
        let alive =
            |sister: &&u32| line.last_seen - lines[**sister as usize].last_seen <= RENAME_GAP;
        let contradicts = |company: u32| {
            sisters
                .iter()
                .filter(|sister| lines[**sister as usize].company == company)
                .filter(alive)
                .any(|sister| contradict(&lines[*sister as usize], line))
        };
        let company = sisters
            .iter()
            .filter(alive)
            .map(|sister| lines[*sister as usize].company)
            .find(|company| !contradicts(*company));
        sisters.push(number);
        company.unwrap_or_else(|| self.new_company())
    }

    fn new_company(&mut self) -> u32 {
        self.count += 1;
        self.count - 1
    }
}

/// Whether two lines report values of two different companies.
fn contradict(one: &Line, other: &Line) -> bool {
    let (Some(first), Some(second)) = (one.cap_cents, other.cap_cents) else { return false };
    let near = |ratio: f64| (ratio - 1.0).abs() <= SAME_COMPANY;
    let caps = first as f64 / second as f64;
    let shares = match (one.close, other.close) {
        (Some(first), Some(second)) => caps * second.to_f64() / first.to_f64(),
        _ => caps,
    };
    !near(caps) && !near(shares)
}
