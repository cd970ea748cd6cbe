"""What do we mean? Frozen values and their arithmetic; nothing here reads a file, a clock or a socket."""
