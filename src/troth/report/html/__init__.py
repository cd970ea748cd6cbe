"""The page of a check: one file that asks nobody for anything, made of the documents themselves."""
