//! Where the facts of each line lie, found once.

use std::ops::Range;

use crate::identity::SecurityId;

/// Small facts line by line in one row: looked through so often that they lie apart from all else that their
/// tables say.
#[derive(Debug, Clone)]
pub(super) struct ByLine<T> {
    /// By line, where its facts begin: they end where the next ones begin.
    starts: Vec<usize>,
    facts: Vec<T>,
}

impl<T: Copy> ByLine<T> {
    /// Facts by security; those of a security keep their order, those of others
    /// are left out.
    pub(super) fn of(lines: usize, facts: impl Iterator<Item = (SecurityId, T)> + Clone) -> Self {
        let places = || facts.clone().map(|(line, fact)| (line.0 as usize, fact));
        let known = || places().filter(|(place, _)| *place < lines);
        let mut starts = vec![0; lines + 1];
        known().for_each(|(place, _)| starts[place + 1] += 1);
        for place in 0..lines {
            starts[place + 1] += starts[place];
        }
        let mut next = starts.clone();
        let mut sorted: Vec<T> = known().map(|(_, fact)| fact).collect();
        for (place, fact) in known() {
            sorted[next[place]] = fact;
            next[place] += 1;
        }
        ByLine { starts, facts: sorted }
    }

    /// The facts of a line.
    pub(super) fn of_line(&self, line: SecurityId) -> &[T] {
        let place = line.0 as usize;
        match (self.starts.get(place), self.starts.get(place + 1)) {
            (Some(start), Some(end)) => &self.facts[*start..*end],
            _ => &[],
        }
    }
}

/// The range of positions of each security in a table sorted by security.
pub(super) fn ranges(
    count: usize,
    securities: impl Iterator<Item = SecurityId>,
) -> Vec<Range<usize>> {
    let mut ranges = vec![0..0; count];
    for (position, security) in securities.enumerate() {
        let Some(range) = ranges.get_mut(security.0 as usize) else { continue };
        match Range::is_empty(range) {
            true => *range = position..position + 1,
            false => range.end = position + 1,
        }
    }
    ranges
}
