"""How do you ask? One file per command; the only room that reads the clock and prints."""
