"""Time as promises speak of it: rhythms and the gaps between them."""
