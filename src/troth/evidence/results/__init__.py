"""Results of tools that are kept in ``.troth/`` of the checked tree, and what tells whether they still hold."""
