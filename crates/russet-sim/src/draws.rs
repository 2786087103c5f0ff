//! Random numbers of the distributions that the model draws from: the same bits on every platform.
//!
//! Crates of distributions call the platform's `exp` and `ln`, whose last bits differ from one to another. These
//! are their algorithms with the `libm` crate's functions.

use std::sync::LazyLock;

use rand::{Rng, RngExt};

/// Layers of the ziggurat.
const LAYERS: usize = 256;
/// Where its tail begins, and the area of each layer (Doornik 2005, for 256 layers).
const TAIL: f64 = 3.654_152_885_361_009;
const AREA: f64 = 0.004_928_673_233_99;

/// The right edges of the layers from the widest to nothing, and the density there.
static ZIGGURAT: LazyLock<[(f64, f64); LAYERS + 1]> = LazyLock::new(|| {
    let mut edges = [(0.0, 1.0); LAYERS + 1];
    edges[0] = (AREA / density(TAIL), density(AREA / density(TAIL)));
    edges[1] = (TAIL, density(TAIL));
    for layer in 2..LAYERS {
        let (edge, height) = edges[layer - 1];
        let next = (-2.0 * libm::log(AREA / edge + height)).sqrt();
        edges[layer] = (next, density(next));
    }
    edges
});

/// The density of the standard normal distribution, 1 in the middle.
fn density(value: f64) -> f64 {
    libm::exp(-value * value / 2.0)
}

/// A number from the standard normal distribution, by the ziggurat method (Marsaglia and Tsang 2000, as in
/// Doornik 2005).
pub(crate) fn normal(stream: &mut impl Rng) -> f64 {
    loop {
        let bits = stream.next_u64();
        let layer = bits as usize % LAYERS;
        // Twelve bits are left out, eight of them chose the layer.
        let part = f64::from_bits((bits >> 12) | 2.0_f64.to_bits()) - 3.0;
        let ((edge, height), (inner, above)) = (ZIGGURAT[layer], ZIGGURAT[layer + 1]);
        let value = part * edge;
        if value.abs() < inner {
            return value;
        }
        if layer == 0 {
            return tail(stream).copysign(part);
        }
        if above + (height - above) * stream.random::<f64>() < density(value) {
            return value;
        }
    }
}

/// A number beyond the tail's beginning (Marsaglia 1964).
fn tail(stream: &mut impl Rng) -> f64 {
    loop {
        let beyond = -libm::log(inside(stream)) / TAIL;
        let height = -libm::log(inside(stream));
        if 2.0 * height >= beyond * beyond {
            return TAIL + beyond;
        }
    }
}

/// A number between 0 and 1, neither of them.
fn inside(stream: &mut impl Rng) -> f64 {
    f64::from_bits((stream.next_u64() >> 12) | 1.0_f64.to_bits()) - (1.0 - f64::EPSILON / 2.0)
}

/// Student's t distribution with more than two degrees of freedom.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StudentT {
    freedom: f64,
    d: f64,
    c: f64,
}

impl StudentT {
    pub(crate) fn new(freedom: f64) -> StudentT {
        let d = freedom / 2.0 - 1.0 / 3.0;
        StudentT { freedom, d, c: 1.0 / (9.0 * d).sqrt() }
    }

    pub(crate) fn sample(&self, stream: &mut impl Rng) -> f64 {
        let normal = normal(stream);
        normal * (self.freedom / self.chi_squared(stream)).sqrt()
    }

    /// Twice a gamma variate of half the degrees of freedom (Marsaglia and Tsang 2000).
    fn chi_squared(&self, stream: &mut impl Rng) -> f64 {
        loop {
            let value = normal(stream);
            let root = 1.0 + self.c * value;
            if root <= 0.0 {
                continue;
            }
            let (cube, drawn) = (root * root * root, inside(stream));
            let square = value * value;
            if drawn < 1.0 - 0.0331 * square * square
                || libm::log(drawn) < 0.5 * square + self.d * (1.0 - cube + libm::log(cube))
            {
                return cube * (self.d * 2.0);
            }
        }
    }
}

/// The largest mean of a count that is drawn at once: below it a product of that many numbers is not nothing.
const MOST_AT_ONCE: f64 = 12.0;

/// A count from the Poisson distribution of some mean: of as many independent parts as are small (Knuth).
pub(crate) fn poisson(stream: &mut impl Rng, mean: f64) -> u32 {
    let mut count = 0;
    let mut left = mean;
    while left > 0.0 {
        let least = libm::exp(-left.min(MOST_AT_ONCE));
        let mut product = stream.random::<f64>();
        while product > least {
            product *= stream.random::<f64>();
            count += 1;
        }
        left -= MOST_AT_ONCE;
    }
    count
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    /// Mean, variance, skew and kurtosis.
    fn moments(values: &[f64]) -> [f64; 4] {
        let mean = |values: &mut dyn Iterator<Item = f64>, count: usize| {
            values.sum::<f64>() / count as f64
        };
        let count = values.len();
        let middle = mean(&mut values.iter().copied(), count);
        let variance = mean(&mut values.iter().map(|value| libm::pow(value - middle, 2.0)), count);
        let scaled = |power: f64| {
            let one = |value: &f64| libm::pow((value - middle) / variance.sqrt(), power);
            mean(&mut values.iter().map(one), count)
        };
        [middle, variance, scaled(3.0), scaled(4.0)]
    }

    fn drawn(count: usize, mut draw: impl FnMut(&mut ChaCha8Rng) -> f64) -> Vec<f64> {
        let mut stream = ChaCha8Rng::seed_from_u64(7);
        (0..count).map(|_| draw(&mut stream)).collect()
    }

    fn near(found: [f64; 4], expected: [f64; 4], widest: [f64; 4]) {
        for place in 0..4 {
            let distance = (found[place] - expected[place]).abs();
            assert!(distance < widest[place], "{place}: {found:?} {expected:?}");
        }
    }

    #[test]
    fn distributions_have_their_moments() {
        let normals = drawn(1_000_000, normal);
        near(moments(&normals), [0.0, 1.0, 0.0, 3.0], [0.005, 0.007, 0.01, 0.03]);
        // The tail's: twice 1.29e-4 of a million.
        let tails = normals.iter().filter(|value| value.abs() > TAIL).count();
        assert!((210..310).contains(&tails), "{tails}");
        let student = StudentT::new(10.0);
        let students = drawn(1_000_000, |stream| student.sample(stream));
        near(moments(&students), [0.0, 1.25, 0.0, 4.0], [0.006, 0.015, 0.05, 0.25]);
        for mean in [0.3, 5.0, 40.0] {
            let counts = drawn(200_000, |stream| poisson(stream, mean).into());
            let skew = 1.0 / f64::sqrt(mean);
            let kurtosis = 3.0 + 1.0 / mean;
            let widest = [0.01 * mean.max(1.0), 0.02 * mean.max(1.0), 0.1, 0.3];
            near(moments(&counts), [mean, mean, skew, kurtosis], widest);
        }
    }

    /// Of the bits themselves: a change of any of these is another market for every seed.
    #[test]
    fn the_first_numbers_of_a_seed_stay_what_they_are() {
        let normals = drawn(3, normal);
        assert_eq!(normals, [-0.7753719332177972, -1.3834217200084087, 0.8897130187430372]);
    }
}
