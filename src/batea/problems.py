"""Every refusal Batea can make, numbered, with its words and how to mend it.

The words are English message ids; whoever shows a problem translates them (`%(name)s` takes the details).
Numbers are stable: 1xx who may, 2xx what was typed, 3xx files, 4xx evidence, 5xx strategy, 6xx installation,
7xx fieldwork, 8xx learning.
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
READING_KEY_NOT_KNOWN = Problem(
    740,
    401,
    _("This reading key is not known here, or it has ended."),
    _(
        "Make a new reading key on the page of the form, and give it as the password; the user name may be anything."
    ),
)
FEED_NOT_UNDERSTOOD = Problem(
    741,
    400,
    _("The feed cannot understand “%(what)s”."),
    _("Correct the address, or take it from the page of the reading key."),
)
FEED_NOT_SPOKEN = Problem(
    742,
    501,
    _("The feed does not do “%(what)s”."),
    _("Read the whole table, and do this in Excel or Power BI."),
)
DOES_NOT_FIT = Problem(
    730,
    409,
    _("What was kept aside cannot be taken in: %(reason)s."),
    _("It stays kept aside. Mend what is named and try again, or set it aside for good with a reason."),
)
REASON_NEEDED = Problem(
    731,
    422,
    _("Say why it is set aside for good."),
    _("Write the reason: whoever looks for these answers later reads it."),
)
NOT_SAVED_ANSWERS = Problem(
    732,
    422,
    _("This file of saved answers cannot be read: %(reason)s."),
    _("Bring in the ZIP just as the page on the device saved it. Nothing was taken from this one."),
)
OTHER_PROGRAMME = Problem(
    733,
    403,
    _("These answers were filled in for another programme."),
    _("Nothing was taken and nothing is lost: send them with a key of that programme."),
)

# 4xx: evidence
FILLED_FILE_REFUSED = Problem(
    314,
    415,
    _("This file cannot be taken: %(kind)s."),
    _("Bring in the workbook or the phone form that the page of the tool offers, filled in."),
)
NO_EXERCISE_OF_THIS = Problem(
    315,
    409,
    _("Only a country's strategy can be brought in as an exercise copy."),
    _("Bring a workshop or a community in as it is, under an address of its own."),
)
NOT_IN_THE_COPY = Problem(
    316,
    404,
    _("The copy does not have this entry: %(what)s."),
    _("Somebody may have removed it. Open the comparison again."),
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


# 8xx: learning
ALREADY_ANSWERED = Problem(
    801,
    409,
    _("You have answered this already."),
    _(
        "Answers are not signed, so none can be found again and changed. Tell the facilitator if it was a mistake."
    ),
)
NO_WORKSHOP = Problem(
    802,
    409,
    _("This programme has no workshop yet."),
    _("Describe it first: goal, days and place."),
)
NOT_A_PARTICIPANT = Problem(
    803,
    403,
    _("You are not on the list of participants."),
    _("Ask the facilitator to enter you with the e-mail address you sign in with."),
)
NO_TEST_YET = Problem(
    830,
    409,
    _("There is no test yet."),
    _("Whoever runs the workshop enters its questions first, in both forms."),
)
NOT_OPEN = Problem(
    831,
    409,
    _("“%(what)s” does not take answers now."),
    _("Whoever runs the workshop opens it and closes it. Once closed it is not opened again."),
)
WORD_TAKEN = Problem(
    832,
    409,
    _("Somebody has used this word already."),
    _("Choose another one, longer or odder. Nothing was saved."),
)
NO_SUCH_WORD = Problem(
    833,
    404,
    _("No test at the end was handed in with this word."),
    _("Write the word just as you chose it then. A result can be claimed once."),
)
NOT_EARNED = Problem(
    834,
    409,
    _("%(name)s has not earned this certificate: %(reason)s"),
    _("See on the page of certificates what is missing."),
)
REVOKED_ALREADY = Problem(
    835,
    409,
    _("This certificate was revoked on %(day)s."),
    _("Issue a new one if it was earned."),
)
TOO_MANY_TRIES = Problem(
    836,
    429,
    _("Too many tries that led nowhere."),
    _("Wait ten minutes, then look at the code again and type it slowly."),
)
CASE_CLOSED = Problem(
    804,
    409,
    _("The case programme “%(slug)s” cannot be copied by you."),
    _(
        "Write the address of a strategy programme on this server into the workshop. Whoever makes the copies needs the right there to take the whole programme out as a file."
    ),
)
NO_DRAFT = Problem(
    805,
    409,
    _("There is no common draft of the workshop on this server that you work in."),
    _("Make the copies of a division first. Where they exist, have a facilitator give the roles again."),
)
EXERCISE_NOT_OPEN = Problem(
    806,
    409,
    _("The exercise “%(what)s” is not open."),
    _("Wait until a facilitator opens it. A closed exercise can be opened again."),
)
NOT_IN_A_GROUP = Problem(
    807,
    409,
    _("You are in no group of this exercise."),
    _("Ask a facilitator to put you into one."),
)
PROPOSAL_OLD = Problem(
    808,
    409,
    _("The list of participants has changed since this proposal was made."),
    _("Look at the new proposal, then save it. Nothing was saved."),
)
SEATED_ELSEWHERE = Problem(
    810,
    409,
    _("You have a place at another table of this session: %(table)s."),
    _("Leave that table first; whoever waits there moves up."),
)
NOT_AT_THE_TABLE = Problem(
    811,
    403,
    _("Only those who sit or wait at a table, its host and the facilitators write its notes."),
    _("Take a seat first, or ask the host to write it down."),
)
CODE_NOT_TODAY = Problem(
    812,
    404,
    _("This is not the code of today."),
    _("Look at the poster in the room. If the code is right, ask a facilitator to tick you on the list."),
)
PULSE_NOT_TODAY = Problem(
    813,
    409,
    _("The questions of this day take no answers now."),
    _("They are open on the day itself, at the place of the workshop. The next morning the room is shown."),
)
RANKING_CLOSED = Problem(
    814,
    409,
    _("This ranking is closed."),
    _("Look at its result. A new ranking can be made with the same cards."),
)
WRONG_DOTS = Problem(
    815,
    422,
    _("You have given %(given)s votes of %(dots)s."),
    _("Give at least one and not more than you have. Nothing was saved."),
)
NOT_THE_HOST = Problem(
    816,
    403,
    _("Only the delegation of the host country and those who run the workshop reply to recommendations."),
    _("Ask somebody of the host delegation to write the reply."),
)
NO_DANGER = Problem(
    817,
    409,
    _("This finding is not an open danger."),
    _("It was answered already, or was never marked as one. Look at the list of dangers."),
)
BRIEFING_FIRST = Problem(
    818,
    409,
    _("Read the safety briefing first."),
    _("Open the page of the visit, read the briefing and confirm it. Then findings can be entered."),
)
TOO_FEW_CARDS = Problem(
    819,
    422,
    _("A ranking needs at least two cards."),
    _("Write one card a line, or tick challenges."),
)
AGENDA_EMPTY = Problem(
    840,
    409,
    _("There is no session to give out yet."),
    _("Enter days and sessions first. Nothing was released."),
)
AGENDA_UNCHANGED = Problem(
    841,
    409,
    _("Nothing has changed since version %(number)s."),
    _("Change the agenda first, or leave the version as it is."),
)
NOT_RELEASED = Problem(
    842,
    404,
    _("“%(what)s” is not released."),
    _("Whoever runs the workshop releases it. Come back after that."),
)
EXPORT_LIMIT = Problem(
    843,
    429,
    _(
        "You have taken out %(taken)s entries about people today; these %(count)s would be more than %(limit)s."
    ),
    _("Narrow the list to those you need, or come back tomorrow. Nothing was taken out."),
)
CRITERIA_NOT_MET = Problem(
    844,
    409,
    _("%(country)s does not meet every needed criterion: %(which)s"),
    _("Judge the criteria, or change what is needed. The invitation was not noted."),
)
NOT_TO_BE_INVITED = Problem(
    845,
    409,
    _("%(name)s cannot get a sign-in: %(reason)s"),
    _("Change the entry of the participant first. Nothing was saved."),
)
NOT_SHARABLE = Problem(
    850,
    409,
    _("“%(what)s” cannot be shared: %(reason)s"),
    _("Nothing has left the programme. Mend the reason, or share another entry."),
)
NO_COMMUNITY = Problem(
    851,
    409,
    _("You take part in no community on this server."),
    _("Ask a moderator of a community to invite you with the e-mail address you sign in with."),
)
NO_PROFILE = Problem(
    852,
    409,
    _("The community does not know you yet."),
    _("Write your profile first: the name that others see, and what you work on."),
)
COMMUNITY_GONE = Problem(
    853,
    409,
    _("The community “%(name)s” is not on this server any more."),
    _("What was shared lies where the community is now. Ask whoever runs it to empty it there."),
)
HIDDEN_THERE = Problem(
    854,
    409,
    _("A moderator has hidden this."),
    _("Ask the moderators why. They can show it again."),
)
OTHER_STATE = Problem(
    855,
    409,
    _("The case study “%(what)s” is now: %(state)s."),
    _("Look at it again. Nothing was saved."),
)
PLAN_NOT_BEGUN = Problem(
    820,
    409,
    _("Your team has no plan yet."),
    _("Write its objective first; every other part comes after."),
)
NO_TEAM = Problem(
    821,
    403,
    _("You belong to no country team of this workshop."),
    _("Ask the facilitator to enter you in a delegation with the e-mail address you sign in with."),
)
NO_WORK_PLAN = Problem(
    822,
    403,
    _("You may not change the work plan of a programme of %(country)s on this server."),
    _("Ask the task force there for a role that does, or have one of its members of your team do this."),
)
TAKEN_ALREADY = Problem(
    823,
    409,
    _("“%(what)s” is in the work plan of the country already."),
    _("Change it there. If it was removed there, it can be taken over again."),
)
LINK_NOT_KNOWN = Problem(
    824,
    404,
    _("This link or code is not known. It may have been used, or it is too old."),
    _("Look at the newest message, or sign in and answer on the page of your plan."),
)
MAIL_REFUSED = Problem(
    825,
    422,
    _("The message cannot be taken: %(reason)s"),
    _("Answer through the link in the message you were sent. Nothing was saved."),
)
NO_MAIL = Problem(
    826,
    409,
    _("This server has no way to send e-mail."),
    _("Set BATEA_EMAIL_HOST and what belongs to it, then send again. Nobody was written to."),
)
NOT_YET_DUE = Problem(
    827,
    409,
    _("This check-in is answered from %(day)s on."),
    _("Wait until it is due. What changes before, write into the plan itself."),
)

LIST_DECIDED = Problem(
    864,
    409,
    _("This request has been decided: %(state)s."),
    _("Look at it again. Who needs the list still can ask anew."),
)
OWN_LIST = Problem(
    865,
    403,
    _("Nobody decides on the own request for a list of people."),
    _(
        "Ask somebody else whose role may decide. Is there nobody? Then whoever runs the server decides with “batea lists”."
    ),
)

BADGE_UNREADABLE = Problem(
    877,
    422,
    _("This file is no badge of ours."),
    _("Take the badge file anew where the certificate is, and leave it as it is."),
)
NO_BADGE_KEY = Problem(
    878,
    409,
    _("This server has no key to sign badges with."),
    _("Whoever runs the server makes one: batea certificate new-key. Certificates on paper need none."),
)
BACKUP_SEALED = Problem(
    879,
    422,
    _("The backup is sealed, and this secret does not open it."),
    _(
        "Give the file with the secret it was sealed with: BATEA_BACKUP_SECRET. Without it nobody opens the backup."
    ),
)
WEAK_SECRET = Problem(
    880,
    422,
    _("The secret for backups cannot be used: %(reason)s."),
    _(
        "Make one with: openssl rand -base64 32. Keep the file outside the data folder and a copy of it elsewhere."
    ),
)
BANK_UNEVEN = Problem(
    881,
    409,
    _("The two forms of the test do not ask the same: %(what)s."),
    _("Give each thing that is tested one question in form A and one in form B; then open the test."),
)
NOT_TO_TELL = Problem(
    882,
    403,
    _("You decide for no programme of %(country)s on this server what leaves it."),
    _(
        "Ask somebody of the task force there who may share to tell it, or report in words to the facilitators."
    ),
)

WRONG_PAIRS = Problem(
    870,
    422,
    _("These are not the pairs of a ballot of this ranking."),
    _("Open the page anew and decide at least one of the pairs it shows."),
)
FINDING_SETTLED = Problem(
    871,
    409,
    _("This finding can no longer be corrected: %(reason)s."),
    _("Tell a facilitator what is wrong with it."),
)
NOT_OWN_FINDING = Problem(
    872,
    403,
    _("Only whoever entered a finding corrects it."),
    _("Tell a facilitator what is wrong with it, or enter what you have seen yourself."),
)
NO_RESULT_YET = Problem(
    873,
    409,
    _("This ranking has no result that could be carried anywhere."),
    _("Close it first. At least five must have voted."),
)
CARRIED_ALREADY = Problem(
    874,
    409,
    _("The votes of this ranking stand at “%(what)s” already."),
    _("Nothing was added. Look at the challenge there."),
)
BOARD_NOT_SHOWN = Problem(
    875,
    409,
    _("The result of %(group)s is not shown to the others yet."),
    _("Wait until the group says that it is done, or the exercise is closed."),
)
NO_CORRECTION = Problem(
    876,
    409,
    _("No correction of the form is waiting for this finding."),
    _("Look at the visit again: somebody may have settled it meanwhile."),
)

PROBLEMS: dict[int, Problem] = {
    problem.number: problem for problem in list(globals().values()) if isinstance(problem, Problem)
}
