"""Who hears of an advisory, and by which way? Known users by letter, and the advisory's draft on GitHub."""
