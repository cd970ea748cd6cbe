"""Private reports that people hand in on GitHub: looked for, made cases once, and told of when they change there."""
