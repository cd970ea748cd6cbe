"""Who may do what: one world, which is made for all modules of this folder."""
