"""Is a bill of materials whole, and true of the tree? Reads what others wrote; Troth writes none of its own."""
