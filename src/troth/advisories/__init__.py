"""What is known to be wrong? Advisories from everywhere in one index, asked by package and version."""
