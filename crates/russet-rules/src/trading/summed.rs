//! What is added up of a security's trades, and taken out again.

use russet_market::{Money, Price};

/// What is added up of trades.
pub(crate) trait Summed: Copy + Default + PartialEq + std::fmt::Debug + Send + Sync {
    fn add(&mut self, close: Price, volume: u64);

    /// Takes a trade out again.
    fn take_out(&mut self, close: Price, volume: u64);

    fn join(&mut self, other: Self);

    /// Whether nothing was too much to be added.
    fn is_exact(&self) -> bool;
}

/// Shares traded.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Volume(pub(crate) u64);

impl Summed for Volume {
    fn add(&mut self, _: Price, volume: u64) {
        self.0 = self.0.saturating_add(volume);
    }

    fn take_out(&mut self, _: Price, volume: u64) {
        self.0 -= volume;
    }

    fn join(&mut self, other: Volume) {
        self.0 = self.0.saturating_add(other.0);
    }

    fn is_exact(&self) -> bool {
        self.0 < u64::MAX
    }
}

/// Value traded, and in how many sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Traded {
    /// Nano-dollars, or billionths of the currency of its market.
    value: i128,
    /// Sessions with a close.
    pub(crate) sessions: u32,
}

impl Summed for Traded {
    fn add(&mut self, close: Price, volume: u64) {
        let value = i128::from(close.nanos()) * i128::from(volume);
        self.join(Traded { value, sessions: 1 });
    }

    fn take_out(&mut self, close: Price, volume: u64) {
        self.value -= i128::from(close.nanos()) * i128::from(volume);
        self.sessions -= 1;
    }

    fn join(&mut self, other: Traded) {
        self.value = self.value.saturating_add(other.value);
        self.sessions += other.sessions;
    }

    fn is_exact(&self) -> bool {
        self.value < i128::MAX
    }
}

impl Traded {
    /// The value in the currency of its market; one beyond the range of money is the most that money holds.
    pub(crate) fn value(&self) -> Money {
        Money::from_femtos(self.value.saturating_mul(1_000_000))
    }
}
