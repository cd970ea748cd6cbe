"""Where does this report stand? Reports, conversation, participants, states, embargo, credit, bounty."""
