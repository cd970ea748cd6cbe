"""What did tools and advisories find, and what was decided? Triage, waivers, VEX, gates."""
