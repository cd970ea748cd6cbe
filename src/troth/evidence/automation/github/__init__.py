"""GitHub Actions: which workflows exist, what starts them, what their jobs run."""
