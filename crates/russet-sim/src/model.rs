//! The parameters made ready to draw from: curves over size, and the two tailed distributions.

use crate::curve::Curve;
use crate::draws::StudentT;
use crate::parameters::*;

/// What every company's session reads and none changes.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) market_shock: StudentT,
    pub(crate) noise_shock: StudentT,
    /// Standard deviation of [`Model::noise_shock`] as drawn.
    pub(crate) noise_deviation: f64,
    /// Log of cap by part of all companies from the top.
    pub(crate) log_cap_by_rank: Curve,
    pub(crate) size_loading: Curve,
    pub(crate) beta: Curve,
    pub(crate) noise: Curve,
    pub(crate) growth: Curve,
    pub(crate) jumps: Curve,
    pub(crate) mergers: Curve,
    pub(crate) failures: Curve,
    pub(crate) forward_splits: Curve,
    pub(crate) reverse_splits: Curve,
    pub(crate) share_growth: Curve,
    pub(crate) share_spread: Curve,
    pub(crate) issues: Curve,
    pub(crate) log_price: Curve,
    pub(crate) log_turnover: Curve,
    pub(crate) volume_spread: Curve,
    pub(crate) missing: Curve,
    pub(crate) payers: Curve,
    pub(crate) dividend_yield: Curve,
    pub(crate) margin: Curve,
    pub(crate) analysts: Curve,
}

impl Model {
    /// The model of [`crate::parameters`].
    pub(crate) fn new() -> Model {
        Model {
            market_shock: StudentT::new(MARKET_TAIL),
            noise_shock: StudentT::new(NOISE_TAIL),
            noise_deviation: (NOISE_TAIL / (NOISE_TAIL - 2.0)).sqrt(),
            log_cap_by_rank: Curve::over_logarithm(&logs(&CAP_BY_RANK)),
            size_loading: Curve::over_logarithm(&SIZE_LOADING),
            beta: Curve::over_logarithm(&BETA),
            noise: Curve::over_logarithm(&NOISE),
            growth: Curve::over_logarithm(&GROWTH),
            jumps: Curve::over_logarithm(&JUMPS),
            mergers: Curve::over_logarithm(&MERGERS),
            failures: Curve::over_logarithm(&FAILURES),
            forward_splits: Curve::over_logarithm(&FORWARD_SPLITS),
            reverse_splits: Curve::over_logarithm(&REVERSE_SPLITS),
            share_growth: Curve::over_logarithm(&SHARE_GROWTH),
            share_spread: Curve::over_logarithm(&SHARE_SPREAD),
            issues: Curve::over_logarithm(&ISSUES),
            log_price: Curve::over_logarithm(&logs(&PRICE)),
            log_turnover: Curve::over_logarithm(&logs(&TURNOVER)),
            volume_spread: Curve::over_logarithm(&VOLUME_SPREAD),
            missing: Curve::over_logarithm(&MISSING),
            payers: Curve::over_logarithm(&PAYERS),
            dividend_yield: Curve::over_logarithm(&DIVIDEND_YIELD),
            margin: Curve::over_logarithm(&MARGIN),
            analysts: Curve::over_logarithm(&ANALYSTS),
        }
    }
}

fn logs<const POINTS: usize>(points: &[(f64, f64); POINTS]) -> [(f64, f64); POINTS] {
    points.map(|(quantity, value)| (quantity, libm::log(value)))
}
