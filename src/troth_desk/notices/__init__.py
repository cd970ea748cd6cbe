"""Who must be told? What is said to people, and whether it reached them."""
