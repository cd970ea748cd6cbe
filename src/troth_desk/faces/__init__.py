"""How does it look? Base pages, style, words for times and standings, small charts."""
