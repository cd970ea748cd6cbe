"""What git remembers: the checked commit, tags merged into it, branches."""
