"""What must I do next, and by when?"""
