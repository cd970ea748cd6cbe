"""What was promised? Text of a document in, commitments out."""
