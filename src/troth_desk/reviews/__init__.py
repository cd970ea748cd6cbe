"""What comes round, and was it done? Obligations, checklists, evidence, missed ones."""
