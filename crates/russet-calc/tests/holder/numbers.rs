//! Numbers of sixty decimals: as good as fractions, and sums of them do not grow.

use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub};
use std::sync::LazyLock;

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use russet_market::{Factor, Level, Price, Ratio, Shares};

const DECIMALS: u32 = 60;

static ONE: LazyLock<BigInt> = LazyLock::new(|| BigInt::from(10).pow(DECIMALS));

/// A number in units of its last decimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(BigInt);

macro_rules! operator {
    ($Trait:ident, $name:ident, |$left:ident, $right:ident| $result:expr) => {
        impl $Trait<&Number> for &Number {
            type Output = Number;

            fn $name(self, other: &Number) -> Number {
                let ($left, $right) = (&self.0, &other.0);
                Number($result)
            }
        }

        impl $Trait<Number> for &Number {
            type Output = Number;

            fn $name(self, other: Number) -> Number {
                $Trait::$name(self, &other)
            }
        }

        impl $Trait<&Number> for Number {
            type Output = Number;

            fn $name(self, other: &Number) -> Number {
                $Trait::$name(&self, other)
            }
        }

        impl $Trait<Number> for Number {
            type Output = Number;

            fn $name(self, other: Number) -> Number {
                $Trait::$name(&self, &other)
            }
        }
    };
}

operator!(Add, add, |left, right| left + right);
operator!(Sub, sub, |left, right| left - right);
operator!(Mul, mul, |left, right| left * right / &*ONE);
operator!(Div, div, |left, right| left * &*ONE / right);

macro_rules! assignment {
    ($Trait:ident, $name:ident, $operator:tt) => {
        impl $Trait<&Number> for Number {
            fn $name(&mut self, other: &Number) {
                *self = &*self $operator other;
            }
        }

        impl $Trait<Number> for Number {
            fn $name(&mut self, other: Number) {
                *self = &*self $operator &other;
            }
        }
    };
}

assignment!(AddAssign, add_assign, +);
assignment!(MulAssign, mul_assign, *);
assignment!(DivAssign, div_assign, /);

impl Neg for Number {
    type Output = Number;

    fn neg(self) -> Number {
        Number(-self.0)
    }
}

impl Number {
    pub fn abs(&self) -> Number {
        Number(self.0.abs())
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// The nearest number of so many decimals; of two equally near, the even one.
    pub fn rounded(&self, decimals: u32) -> Number {
        let unit = BigInt::from(10).pow(DECIMALS - decimals);
        let (below, rest): (BigInt, BigInt) = (&self.0 / &unit, (&self.0 % &unit) * 2);
        let odd = below.bit(0);
        let up = rest > unit || (rest == unit && odd);
        Number((below + i32::from(up)) * unit)
    }

    /// Whether another number is apart by no more than a part of this one: so many decimals of it.
    pub fn is_near(&self, other: &Number, decimals: u32) -> bool {
        (&self.0 - &other.0).abs() * BigInt::from(10).pow(decimals) <= self.0.abs()
    }

    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN) / 1e60
    }

    pub fn shown(&self) -> String {
        format!("{:.12}", self.to_f64())
    }
}

pub fn zero() -> Number {
    Number(BigInt::zero())
}

pub fn whole(number: i64) -> Number {
    decimal(number, 0)
}

/// Units of so many decimals: 1,500 of 3 decimals are 1.5.
pub fn decimal(units: impl Into<BigInt>, decimals: u32) -> Number {
    Number(units.into() * BigInt::from(10).pow(DECIMALS - decimals))
}

pub fn of_price(price: Price) -> Number {
    decimal(price.nanos(), 9)
}

pub fn of_shares(shares: Shares) -> Number {
    decimal(shares.micros(), 6)
}

pub fn of_factor(factor: Factor) -> Number {
    decimal(factor.picos(), 12)
}

pub fn of_ratio(ratio: Ratio) -> Number {
    decimal(ratio.new_shares(), 0) / decimal(ratio.old_shares(), 0)
}

pub fn of_level(level: Level) -> Number {
    decimal(level.attos(), 18)
}
