"""A form for phones: a workbook (XLSForm) is converted and judged in a child process, an XForm is read for its questions.

The verdict on a workbook is the converter's own (pyxform); what it says is told with sheet and row in plain words
(`form_words`). Sources: xlsform.org, ODK XForms 1.0.0, ODK Entities 2024.1 (docs.getodk.org).
"""

from .checking import Checked, Said, check_form
from .reading import read_xform
from .schema import EntityNode, FormFile, FormSchema, Question, Repeat, Words

__all__ = [
    "Checked",
    "EntityNode",
    "FormFile",
    "FormSchema",
    "Question",
    "Repeat",
    "Said",
    "Words",
    "check_form",
    "read_xform",
]
