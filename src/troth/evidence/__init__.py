"""What is there? The only room that looks at the tree and runs programs; it answers wants and judges nothing."""
