"""Which programs elsewhere are told what happened, how it was signed, and what they answered."""
