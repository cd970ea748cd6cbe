"""Writes of findings: results come in, people decide, waivers and gates."""
