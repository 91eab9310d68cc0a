"""The analysis tools: each is one folder under `tools/`, declared once; everything else is made from the declaration."""
