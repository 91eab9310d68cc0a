"""Analysis tools: one folder each, declared once."""
