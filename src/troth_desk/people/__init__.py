"""Who may do what? Accounts, roles, API keys, sessions."""
