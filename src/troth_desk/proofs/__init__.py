"""What can be shown to others? Signed facts of the desk, for the checker and for auditors."""
