"""Do we keep our word? Each promise of the policy with its standing, history and evidence."""
