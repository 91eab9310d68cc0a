"""What documents refuse, each as its own ValueError so that a caller can catch the one it expects."""


class OutlineError(ValueError):
    """The outline cannot become a document; the message says what to mend."""


class MissingAlternativeText(OutlineError):
    """A figure has no words for people who do not see it."""


class UnknownAnchor(OutlineError):
    """A reference points at nothing, or two blocks claim the same anchor."""


class UnevenTable(OutlineError):
    """A table row has more or fewer cells than there are columns."""


class UnknownFormat(OutlineError):
    """Asked for a format other than docx, pdf or html."""


class NotAnOutline(OutlineError):
    """Stored JSON is not an outline this version can read."""
