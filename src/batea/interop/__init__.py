"""Bytes to records and back: formats know no database."""
