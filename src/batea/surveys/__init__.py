"""Surveys: forms, what comes in from phones and browsers, its review, and its way out."""
