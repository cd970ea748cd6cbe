"""Which of our components is known to be weak? Inventories, the reverse index, new advisories."""
