"""Playbooks: what to do in an incident of a class, as Markdown that people, the desk and ``troth check`` read."""
