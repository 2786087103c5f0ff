//! Two texts, line by line.

/// The lines of both in order: `-` was expected and is not there, `+` is there and was not expected.
pub fn difference(expected: &[String], found: &[String]) -> Vec<String> {
    // Longest common part of what follows each pair of places.
    let mut common = vec![vec![0; found.len() + 1]; expected.len() + 1];
    for left in (0..expected.len()).rev() {
        for right in (0..found.len()).rev() {
            common[left][right] = match expected[left] == found[right] {
                true => common[left + 1][right + 1] + 1,
                false => common[left + 1][right].max(common[left][right + 1]),
            };
        }
    }
    let (mut left, mut right) = (0, 0);
    let mut lines = Vec::new();
    while left < expected.len() || right < found.len() {
        if left < expected.len() && right < found.len() && expected[left] == found[right] {
            lines.push(format!("  {}", expected[left]));
            (left, right) = (left + 1, right + 1);
        } else if right == found.len()
            || left < expected.len() && common[left + 1][right] >= common[left][right + 1]
        {
            lines.push(format!("- {}", expected[left]));
            left += 1;
        } else {
            lines.push(format!("+ {}", found[right]));
            right += 1;
        }
    }
    lines
}
