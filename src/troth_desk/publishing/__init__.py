"""What will the world read? Advisories from draft to published, in every format; who is told."""
