"""Sources, figures, statements, and what supports or contradicts each sentence."""
