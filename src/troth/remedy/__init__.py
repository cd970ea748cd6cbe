"""How is it mended? Rewrites of lines and files as edits, each with the promise that it serves; nothing is written."""
