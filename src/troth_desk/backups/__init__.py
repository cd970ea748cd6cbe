"""Is everything still there after the worst day? Backups of the desk, their way back, and what a team owns."""
