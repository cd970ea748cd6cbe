//! Pulls ships in.

/// Kilonewtons of this winch.
pub fn pull() -> u32 {
    80
}
