"""What did CI find? Results that were pushed, as history."""
