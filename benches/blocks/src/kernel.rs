//! The two loops that everything spends its time in, compiled once a set of instructions.
//!
//! They are plain folds, which the compiler turns into vector code; the best set that the processor
//! has is chosen at run time, so one binary serves all.

#![allow(unsafe_code)]

/// Defines a function that runs the same plain code with the best instructions there are.
macro_rules! dispatched {
    ($(#[$doc:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty = $plain:ident) => {
        $(#[$doc])*
        $visibility fn $name($($argument: $type),*) -> $output {
            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
                fn avx512($($argument: $type),*) -> $output {
                    $plain($($argument),*)
                }
                #[target_feature(enable = "avx2")]
                fn avx2($($argument: $type),*) -> $output {
                    $plain($($argument),*)
                }
                if is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512bw")
                {
                    // SAFETY: the processor has the instructions, as was just asked.
                    return unsafe { avx512($($argument),*) };
                }
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has the instructions, as was just asked.
                    return unsafe { avx2($($argument),*) };
                }
            }
            $plain($($argument),*)
        }
    };
}

dispatched! {
    /// The sum of `ticks[i] × weights[i]`, modulo 2⁶⁴: exact where the caller has proved a bound.
    ///
    /// ```
    /// assert_eq!(russet_blocks::dot(&[2, 3], &[10, u32::MAX]), 20 + 3 * u64::from(u32::MAX));
    /// ```
    pub fn dot(ticks: &[u32], weights: &[u32]) -> u64 = plain_dot
}

dispatched! {
    /// Divides closes by a power of ten into ticks. Gives every bit that any quotient has, and how
    /// many closes are zero; the ticks count only if no bit is beyond 32.
    ///
    /// The quotient is the product with the inverse of 5ᵏ, rotated by k: a close that 10ᵏ does not
    /// divide comes out above 2⁶⁴ ÷ 10ᵏ, so above 2³², and one test finds both what does not divide
    /// and what does not fit.
    pub(crate) fn to_ticks(closes: &[u64], decimals: u32, ticks: &mut [u32]) -> (u64, usize) = plain_to_ticks
}

#[inline(always)]
fn plain_dot(ticks: &[u32], weights: &[u32]) -> u64 {
    ticks.iter().zip(weights).fold(0, |sum: u64, (tick, weight)| {
        sum.wrapping_add(u64::from(*tick).wrapping_mul(u64::from(*weight)))
    })
}

#[inline(always)]
fn plain_to_ticks(closes: &[u64], decimals: u32, ticks: &mut [u32]) -> (u64, usize) {
    let inverse = INVERSES[decimals as usize];
    let (mut bits, mut zeros) = (0, 0_u64);
    for (tick, close) in ticks.iter_mut().zip(closes) {
        let quotient = close.wrapping_mul(inverse).rotate_right(decimals);
        bits |= quotient;
        zeros += u64::from(quotient == 0);
        *tick = quotient as u32;
    }
    (bits, zeros as usize)
}

/// The inverses of 5⁰ … 5⁹ modulo 2⁶⁴.
const INVERSES: [u64; 10] = inverses();

const fn inverses() -> [u64; 10] {
    let mut inverses = [1; 10];
    let mut power: u64 = 1;
    let mut decimals = 1;
    while decimals < 10 {
        power *= 5;
        let mut inverse: u64 = power;
        let mut round = 0;
        // Newton's step doubles the bits that are right; an odd number is its own inverse modulo 8.
        while round < 5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(power.wrapping_mul(inverse)));
            round += 1;
        }
        inverses[decimals] = inverse;
        decimals += 1;
    }
    inverses
}

#[cfg(test)]
mod tests {
    use super::to_ticks;

    #[test]
    fn only_what_a_power_of_ten_divides_becomes_ticks() {
        let mut ticks = [0; 1];
        for close in [0, 1, 10, 25_000, 1_230_000_000, 99_990_000_000_000_000] {
            for decimals in 0..=9 {
                let power = 10_u64.pow(decimals);
                let (bits, zeros) = to_ticks(&[close], decimals, &mut ticks);
                let fits = close % power == 0 && close / power <= u64::from(u32::MAX);
                assert_eq!(bits <= u64::from(u32::MAX), fits, "{close} by {power}");
                assert_eq!(zeros, usize::from(close == 0));
                if fits {
                    assert_eq!(u64::from(ticks[0]) * power, close);
                }
            }
        }
    }
}
