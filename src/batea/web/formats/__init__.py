"""How numbers and dates are written in each language, where Django's own way could be misread: never 02/03/2026."""
