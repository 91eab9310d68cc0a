"""Every refusal Batea can make, numbered, with its words and how to mend it.

The words are English message ids; whoever shows a problem translates them (`%(name)s` takes the details).
Numbers are stable: 1xx who may, 2xx what was typed, 3xx files, 4xx evidence, 5xx strategy, 6xx installation,
7xx fieldwork.
"""

from collections.abc import Mapping
from dataclasses import dataclass


def _(message: str) -> str:
    """Marks a message for translation; the translation happens where it is shown."""
    return message


@dataclass(frozen=True)
class Problem:
    """One kind of refusal: its number, the HTTP status that fits, what happened, and how to mend it."""

    number: int
    status: int
    title: str
    mend: str

    @property
    def code(self) -> str:
        return f"B{self.number}"


class Refused(Exception):
    """Raised by an action or a reader that will not do what was asked; nothing has been saved."""

    def __init__(self, problem: Problem, **details: object) -> None:
        self.problem = problem
        self.details: Mapping[str, object] = details
        super().__init__(problem.code)

    def in_words(self, translate=_) -> tuple[str, str]:  # type: ignore[no-untyped-def]
        """Title and mend, translated by `translate` and filled with the details."""
        details = {name: str(value) for name, value in self.details.items()}
        return translate(self.problem.title) % details, translate(self.problem.mend) % details

    def __str__(self) -> str:
        title, mend = self.in_words()
        return f"{self.problem.code}: {title} {mend}"


# 1xx: who may
NOT_ALLOWED = Problem(
    101,
    403,
    _("Your role does not allow this."),
    _("Ask the administrator of the programme for a role that does."),
)
SECOND_FACTOR_NEEDED = Problem(
    102,
    403,
    _("Your role sees names or exact places, so it needs a second step at sign-in."),
    _("Set up an authenticator app or a passkey on your account page, then come back."),
)

# 2xx: what was typed
NOT_VALID = Problem(201, 422, _("%(field)s: %(reason)s"), _("Correct it and save again. Nothing was saved."))
CHANGED_MEANWHILE = Problem(
    202,
    409,
    _("Somebody changed this while you were editing."),
    _("Compare both versions below, then save yours again or leave theirs."),
)
STILL_USED = Problem(
    203,
    409,
    _("%(what)s cannot be removed: %(count)s other entries rest on it (%(which)s)."),
    _("Remove or change those entries first."),
)
ALREADY_THERE = Problem(
    204, 409, _("%(what)s exists already."), _("Open the entry that exists and change it.")
)
UNKNOWN_ENTRY = Problem(
    205, 404, _("%(what)s was not found in this programme."), _("Check the address or the name.")
)
CANNOT_UNDERSTAND = Problem(
    206,
    400,
    _("The request could not be understood: %(reason)s."),
    _("Go back, reload the page and try again."),
)
ALREADY_DONE = Problem(
    207, 409, _("This was done already, on %(day)s: %(what)s."), _("Open the entry to see how it stands.")
)
NOTHING_COUNTED = Problem(
    208,
    422,
    _("There are no votes to count."),
    _("Give at least one challenge one vote or more, and none fewer than 0."),
)
NOT_READY_TO_SIGN = Problem(
    209,
    422,
    _("A commitment is signed with its amount and both its dates; one of them is missing."),
    _("Complete the commitment first, then sign it."),
)
SAME_SITE = Problem(
    220,
    422,
    _("A site cannot be merged into itself."),
    _("Choose the other of the two sites."),
)
SITE_IS_MERGED = Problem(
    221,
    409,
    _("“%(what)s” has been merged into “%(into)s”."),
    _("Go on with “%(into)s”, or undo that merge first."),
)
LAYER_REFUSED = Problem(
    222,
    422,
    _("The file cannot be taken: %(reason)s"),
    _("Send GeoJSON in degrees (longitude, latitude), at most 20 MB and 20,000 shapes. Nothing was saved."),
)

# 3xx: files
NOT_A_BUNDLE = Problem(
    301, 400, _("This file is not a Batea bundle: %(reason)s."), _("Choose a file that Batea has exported.")
)
BUNDLE_DAMAGED = Problem(
    302,
    400,
    _("The bundle is damaged: %(reason)s."),
    _("Fetch or copy the file again; if it stays damaged, export it anew where it came from."),
)
BUNDLE_TOO_NEW = Problem(
    303,
    400,
    _("The bundle has format %(found)s; this installation reads up to %(known)s."),
    _("Update Batea here, then import again."),
)
BUNDLE_ROW_REFUSED = Problem(
    304,
    400,
    _("Row %(line)s of %(table)s in the bundle cannot be taken: %(reason)s."),
    _("Correct the row where the bundle was made and export again. Nothing was imported."),
)
FILE_TOO_LARGE = Problem(
    305, 413, _("The file is larger than %(limit)s."), _("Make it smaller or split it, then send it again.")
)
FILE_KIND_REFUSED = Problem(
    306,
    415,
    _("Files of this kind are not taken: %(name)s."),
    _("Send a PDF, a Word, Excel or OpenDocument file, a JPEG or PNG picture, or a CSV file."),
)
BACKUP_DAMAGED = Problem(
    307,
    400,
    _("The backup is damaged or incomplete: %(reason)s."),
    _("Use another backup. Nothing was restored."),
)
RESTORE_NEEDS_EMPTY = Problem(
    308,
    409,
    _("This installation already holds data."),
    _(
        "Restore into an empty data folder or database, and give its address with --data or BATEA_DATABASE_URL."
    ),
)
COUNTRY_PACK_REFUSED = Problem(
    311,
    500,
    _("The country pack of %(country)s cannot be read: %(reason)s."),
    _("Correct the file in the folder countries/%(country)s."),
)
NO_NUMBER_THEN = Problem(
    312,
    422,
    _("There is no “%(number)s” for %(day)s in the country pack of %(country)s."),
    _("Add the row that was in force on that day; an older or newer one is never taken in its place."),
)
BUNDLE_EXISTS = Problem(
    309,
    409,
    _("A programme with the address “%(slug)s” exists here already."),
    _("Give the imported programme another address, or keep the one that is here."),
)
CASE_FILE_REFUSED = Problem(
    310, 400, _("%(file)s: %(reason)s."), _("Correct the case file and load it again. Nothing was loaded.")
)

# 7xx: fieldwork
PHONE_NOT_KNOWN = Problem(
    701,
    401,
    _("This phone's key is not known here, or it was revoked."),
    _("Ask the task force for a new set-up code. What was filled in stays on the phone."),
)
SENT_UNREADABLE = Problem(
    702,
    400,
    _("What was sent cannot be read: %(reason)s."),
    _("Send it again. If that does not help, keep it on the phone and tell the task force."),
)
SENT_TOO_LARGE = Problem(
    703,
    413,
    _("What was sent is larger than %(limit)s."),
    _("Take photos in a smaller size, or send fewer of them at once."),
)
SENT_PACKED = Problem(
    704,
    415,
    _("Compressed requests are not taken."),
    _("Send it without compression."),
)
FORM_NOT_KNOWN = Problem(
    705,
    404,
    _("The form “%(form)s”, version “%(version)s”, is not published here."),
    _(
        "Nothing is lost: the answers were kept aside for the task force. Fetch the form anew for the next ones."
    ),
)
FORM_CLOSED = Problem(
    706,
    409,
    _("The form “%(form)s” is closed."),
    _("Nothing is lost: the answers were kept aside for the task force."),
)
OTHER_ANSWERS = Problem(
    707,
    409,
    _("Answers with the same identity came before, and they are others."),
    _("Nothing is lost: the first stay, these were kept aside. Fill in a new form instead of a copy."),
)
EDIT_NOT_KNOWN = Problem(
    708,
    404,
    _("The answers this changes are not here."),
    _("Nothing is lost: the change was kept aside for the task force."),
)
EDITED_ALREADY = Problem(
    709,
    409,
    _("The answers this changes were changed already."),
    _("Nothing is lost: your change was kept aside. Open the newest answers and change those."),
)
DISK_FULL = Problem(
    710,
    507,
    _("The server has no room left."),
    _("Keep your answers and send them later; tell whoever runs the server."),
)
FORM_REFUSED = Problem(
    711,
    422,
    _("The form cannot be taken: %(reason)s"),
    _("Correct the workbook and bring it in again. Nothing was published."),
)
VERSION_PUBLISHED = Problem(
    712,
    409,
    _("Version “%(version)s” of this form is published already, with other questions."),
    _("Give the workbook a new version on its sheet “settings”, then bring it in again."),
)
FILES_OWED = Problem(
    713,
    422,
    _("The form needs files that are not here: %(names)s."),
    _("Bring them in on the page of the form, then publish it."),
)
NO_SUCH_MOVE = Problem(
    714,
    409,
    _("What is “%(state)s” cannot become “%(wanted)s”."),
    _("Open it again: somebody may have decided meanwhile."),
)
COMMENT_NEEDED = Problem(
    715,
    422,
    _("Say what is to be corrected."),
    _("Write a comment: the field officer reads it."),
)

# 4xx: evidence
FILLED_FILE_REFUSED = Problem(
    314,
    415,
    _("This file cannot be taken: %(kind)s."),
    _("Bring in the workbook or the phone form that the page of the tool offers, filled in."),
)
CANNOT_SUPPORT = Problem(
    401,
    422,
    _("%(what)s cannot support a statement."),
    _("Choose a figure, contribution, law, visit or result."),
)
GAP_WITHOUT_ANSWER = Problem(
    402,
    409,
    _("The question behind this gap has no figure yet: %(what)s"),
    _("Add a figure with its source first, or take the question out of the gap."),
)

# 5xx: strategy
CONDITION_NOT_KNOWN = Problem(
    501,
    422,
    _("The rule asks for “%(what)s”, which the method does not know."),
    _("Choose a dimension and a value from the lists."),
)
NOTHING_TO_MERGE = Problem(
    502, 409, _("No type has chosen a measure yet."), _("Choose measures for each type first (step 2.3).")
)
NOTHING_TO_DELIVER = Problem(
    503,
    409,
    _("The national strategy has no measures yet."),
    _("Bring the measures of the types together first (step 2.5)."),
)
DOCUMENT_FAILED = Problem(
    505,
    500,
    _("The document could not be made: %(reason)s."),
    _("Mend the passage that is named and try again."),
)
NOT_FROZEN = Problem(
    506, 404, _("This programme has no frozen version yet."), _("Freeze one on the revision page (step 3.3).")
)
NOT_ADOPTED = Problem(
    507, 409, _("The strategy has not been adopted yet."), _("Record its adoption first (step 2.5).")
)
NOTHING_TO_FOLLOW = Problem(
    508,
    409,
    _("Neither goals nor measures say how they are measured."),
    _("Give goals (step 2.1) or measures (step 2.5) an indicator or a unit first."),
)

# 6xx: installation
NO_PROGRAMME = Problem(
    602, 404, _("There is no programme with the address “%(slug)s”."), _("See `batea programme list`.")
)
NO_ROLE = Problem(603, 422, _("There is no role called “%(role)s”."), _("Choose one of: %(known)s."))
AUDIT_BROKEN = Problem(
    605,
    409,
    _("The audit trail of %(chain)s does not hold at entry %(number)s."),
    _("Restore the last backup whose trail holds, and find out who had access to the database."),
)

PROBLEMS: dict[int, Problem] = {
    problem.number: problem for problem in list(globals().values()) if isinstance(problem, Problem)
}
