"""What is happening, and what is next? Incidents by class and phase, playbooks, timelines."""
