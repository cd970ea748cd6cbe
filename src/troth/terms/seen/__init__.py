"""What evidence can see: plain values, each with the place where it stands."""
