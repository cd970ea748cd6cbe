//! Where ships lie.

/// Metres of this quay.
pub fn length() -> u32 {
    300
}
