"""How do we say so? Verdicts in, words out; nothing here decides anything."""
