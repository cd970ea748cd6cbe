"""How did we do, on paper? Quarterly reports, audit packs, standards and what meets them."""
