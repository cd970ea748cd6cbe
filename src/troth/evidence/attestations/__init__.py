"""What people attest in the tree, and whether their signatures are good."""
