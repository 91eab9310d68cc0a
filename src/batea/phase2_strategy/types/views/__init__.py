"""The pages of this room beside its registers."""
