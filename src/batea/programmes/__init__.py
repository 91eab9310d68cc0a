"""Whose data is this: programme, institutions, people, roles, audit trail, bundle."""
