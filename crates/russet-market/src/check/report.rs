//! The words of a report, and how its examples are chosen.

use serde::Serialize;

use super::Coverage;

/// Examples that a finding carries.
const EXAMPLES: usize = 5;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A fact that should be there is not.
    Missing,
    /// A fact that may be true, and deserves a look.
    Odd,
    /// A fact that contradicts the calendar, another fact or itself.
    Impossible,
}

impl FindingKind {
    /// The kind as one word.
    pub const fn word(self) -> &'static str {
        match self {
            FindingKind::Missing => "missing",
            FindingKind::Odd => "odd",
            FindingKind::Impossible => "impossible",
        }
    }
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub kind: FindingKind,
    /// What it is about, in a word or two, such as `sessions`.
    pub topic: &'static str,
    /// What was found, in one sentence.
    pub message: String,
    /// How many times.
    pub count: usize,
    /// Up to five examples: the worst ones where some are worse than others, else the first ones.
    pub examples: Vec<String>,
}

/// What a check saw and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How much there is of everything.
    pub coverage: Coverage,
    /// What is missing, then what is odd, then what is impossible.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The findings of a kind.
    pub fn of(&self, kind: FindingKind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.kind == kind)
    }
}

/// Counts one thing and keeps its heaviest examples; of equal ones, the first.
#[derive(Debug, Default)]
pub(super) struct Tally {
    count: usize,
    examples: Vec<(f64, String)>,
}

impl Tally {
    /// Counts one more, all as grave as each other.
    pub(super) fn note(&mut self, example: impl FnOnce() -> String) {
        self.weigh(0.0, example);
    }

    /// Counts one more that is as grave as its weight.
    pub(super) fn weigh(&mut self, weight: f64, example: impl FnOnce() -> String) {
        self.count += 1;
        let place = self.examples.partition_point(|(other, _)| *other >= weight);
        if place < EXAMPLES {
            self.examples.insert(place, (weight, example()));
            self.examples.truncate(EXAMPLES);
        }
    }

    /// The finding "There are 3 *nouns* *rest*.", unless nothing was counted.
    pub(super) fn finding(
        self,
        kind: FindingKind,
        topic: &'static str,
        (one, many): (&str, &str),
        rest: &str,
    ) -> Option<Finding> {
        let verb = if self.count == 1 { "is" } else { "are" };
        let subject = counted(self.count, one, many);
        (self.count > 0).then(|| Finding {
            kind,
            topic,
            message: format!("There {verb} {subject} {rest}."),
            count: self.count,
            examples: self.examples.into_iter().map(|(_, example)| example).collect(),
        })
    }
}

/// `1 session`, `1,204 sessions`.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// A count with its thousands set apart, as a sentence has it.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_examples_stay_and_the_first_of_equals() {
        let mut tally = Tally::default();
        for (weight, name) in
            [(1.0, "a"), (3.0, "b"), (1.0, "c"), (2.0, "d"), (3.0, "e"), (0.0, "f")]
        {
            tally.weigh(weight, || name.to_owned());
        }
        let noun = ("close", "closes");
        let finding = tally.finding(FindingKind::Odd, "closes", noun, "that jump").unwrap();
        assert_eq!(finding.examples, ["b", "e", "d", "a", "c"]);
        assert_eq!(finding.message, "There are 6 closes that jump.");
        assert_eq!(Tally::default().finding(FindingKind::Odd, "closes", noun, "that jump"), None);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(counted(1, "row", "rows"), "1 row");
        assert_eq!(counted(999, "row", "rows"), "999 rows");
        assert_eq!(counted(6_700_123, "row", "rows"), "6,700,123 rows");
    }
}
