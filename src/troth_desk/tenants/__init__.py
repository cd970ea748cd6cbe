"""Whose is it? Organisations and their projects; every query takes the tenant."""
