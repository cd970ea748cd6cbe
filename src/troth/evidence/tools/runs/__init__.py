"""Tools that Troth runs itself, each on a copy of the tree, and what their reports say."""
