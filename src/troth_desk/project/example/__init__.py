"""What does a desk in use look like? Two projects of our own making, with reports in every state."""
