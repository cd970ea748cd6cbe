"""Tags of the pages on paper."""
