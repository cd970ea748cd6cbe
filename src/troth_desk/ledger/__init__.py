"""What happened, in which order, and can anybody have changed it since?"""
