"""What the form converter says, in plain words of our own: a table of patterns, tried in order.

A pattern's named parts fill the words. What no pattern knows is told in the converter's own words.
"""

import re


def _(message: str) -> str:
    """Marks a message for translation; whoever shows it translates it."""
    return message


ROW = re.compile(r"\[row : ?(\d+)\]\s*")
SHEET = re.compile(
    r"On the '(\w+)' sheet|[Ss]heet(?: named)?:? '(\w+)'|\b(survey|choices|settings|entities) sheet"
)

KNOWN = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"the 'name' value '(?P<name>[^']*)' is invalid\. Questions, groups, and repeats must be unique",
            _("The name “%(name)s” stands twice in the same group. Give each question a name of its own."),
        ),
        (
            r"the 'name' value '(?P<name>[^']*)' is problematic\. The name is a case-insensitive match",
            _(
                "The name “%(name)s” differs from another one only by capital letters. Choose clearly different names."
            ),
        ),
        (
            r"the 'name' value '(?P<name>[^']*)' is invalid\. Repeat names must not be the same as the survey root",
            _("A repeat may not be called “%(name)s” like the form itself. Give it another name."),
        ),
        (
            r"the 'name' value '(?P<name>[^']*)' is invalid\. Repeat names must unique",
            _("Two repeats are called “%(name)s”. Give each repeat a name of its own."),
        ),
        (
            r"the 'name' value 'meta' is invalid",
            _("The name “meta” is kept for the form itself. Choose another one."),
        ),
        (
            r"'choices' sheet, the 'name' value is invalid\. Choices must have a name",
            _("This choice has no name. Write a short code in the column “name”."),
        ),
        (
            r"Choice names must be unique for each choice list",
            _("This choice's name stands twice in its list. Give each choice a code of its own."),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Names must begin with a letter",
            _(
                "A name in the column “%(column)s” is not allowed. Begin with a letter; use letters, digits, _ and - only."
            ),
        ),
        (
            r"The '(?P<name>[^']*)' value is invalid\. Names must begin with a letter",
            _("The name “%(name)s” is not allowed. Begin with a letter; use letters, digits, _ and - only."),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Names used here must not begin with two underscores",
            _("A name in the column “%(column)s” begins with two underscores. Take them away."),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Names used here must not contain a period",
            _("A name in the column “%(column)s” has a full stop. Use _ in its place."),
        ),
        (
            r"Names used here must not be 'name' or 'label'",
            _("“name” and “label” are kept for the list itself. Choose another name."),
        ),
        (
            r"When looking for a sheet named '(?P<sheet>[^']*)', the following sheets with similar names were found: (?P<found>.+?)\.?$",
            _(
                "There is no sheet “%(sheet)s”; these are called nearly so: %(found)s. Correct the name of the sheet."
            ),
        ),
        (
            r"The 'list_name' column must not have any duplicate names",
            _("This list of known things is declared twice. Keep one row for each list."),
        ),
        (
            r"Entity lists must have a name",
            _("This list of known things has no name. Write one in “list_name”."),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Reference variables must start with",
            _("A reference in the column “%(column)s” is not closed. Write it as ${name}."),
        ),
        (
            r"Reference variable lists must have a comma",
            _("Put a comma between the references in this cell."),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Reference variables must contain a name from the 'survey' sheet\. Could not find the name '(?P<name>[^']*)'",
            _(
                "The column “%(column)s” refers to “%(name)s”, which no question is called. Check the spelling."
            ),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Reference variables names must be unique anywhere in the 'survey'\. The name '(?P<name>[^']*)'",
            _(
                "The column “%(column)s” refers to “%(name)s”, and several questions are called so. Give them different names."
            ),
        ),
        (
            r"Unmatched 'end_(?P<kind>\w+)'",
            _("A %(kind)s ends here that never began. Take the row away, or add its beginning."),
        ),
        (
            r"Unmatched 'begin_(?P<kind>\w+)'",
            _("A %(kind)s begins here and never ends. Add the row that ends it."),
        ),
        (
            r"Unmatched (?:begin|end) statement[^(]*\(?(?P<kind>[^)]*)\)?",
            _("A group or repeat has no beginning or no end (%(kind)s). Add the missing row."),
        ),
        (
            r"Choices should have a label",
            _("This choice has no label. Write the words people will see."),
        ),
        (
            r"One or more required column headers were not found: (?P<columns>.+?)\. Learn",
            _("These columns are missing: %(columns)s. Add them to the first row of the sheet."),
        ),
        (
            r"Headers that are different names for the same column were found: (?P<columns>.+?)\. Rename",
            _("These columns mean the same: %(columns)s. Keep one of them."),
        ),
        (
            r"the '(?P<column>[^']*)' value is invalid\. Column headers must not be empty and must not contain spaces",
            _("The column “%(column)s” has an empty heading or one with spaces. Correct the first row."),
        ),
        (
            r"column names are invalid\. The following column\(s\) are not supported by this version of pyxform: (?P<columns>.+?)\. Please",
            _("These columns are not known on this sheet: %(columns)s. Check their spelling."),
        ),
        (
            r"Invalid headers provided for sheet: '(?P<sheet>[^']*)'",
            _("The first row of the sheet “%(sheet)s” does not hold the headings. Write them there."),
        ),
        (
            r"parameter '(?P<name>[^']*)' must be a number",
            _("The parameter “%(name)s” must be a number."),
        ),
        (
            r"the parameter '(?P<name>[^']*)' must",
            _("The parameter “%(name)s” does not fit the range. Check start, end and step."),
        ),
        (
            r"Parameters must be in the form of",
            _("Write parameters as name=value, with a space between two of them."),
        ),
        (
            r"The accepted parameter keys for this question type are '(?P<known>[^']*)'.*?'(?P<odd>[^']*)'\.?$",
            _("This kind of question does not know the parameters %(odd)s. It knows: %(known)s."),
        ),
        (
            r"save_to property '(?P<name>[^']*)' is already assigned by row '(?P<row>\d+)'",
            _("“%(name)s” is filled by row %(row)s already. Save only one answer under each name."),
        ),
        (
            r"The entity list name '(?P<name>[^']*)' was not found on the entities sheet",
            _("The sheet “entities” does not declare the list “%(name)s”. Check the spelling."),
        ),
        (
            r"To save entity properties using the save_to column, add an entities sheet",
            _("“save_to” needs a sheet “entities” that says which list is filled. Add it."),
        ),
        (
            r"Groups and repeats can't be saved as entity properties",
            _("A group cannot be saved under “save_to”. Move it to a question."),
        ),
        (
            r"does not have a label, but a 'label' is required",
            _("The list on the sheet “entities” needs a label for what it makes. Add the column “label”."),
        ),
        (
            r"does not have an '(?P<column>[^']*)' expression",
            _("The list on the sheet “entities” lacks “%(column)s”. Add it."),
        ),
        (
            r"[Uu]nknown question type '(?P<kind>[^']*)'",
            _("There is no kind of question called “%(kind)s”. Check the spelling in the column “type”."),
        ),
        (
            r"There has been a problem trying to replace \$\{(?P<name>[^}]*)\}",
            _("${%(name)s} is mentioned, and no question is called so. Check the spelling."),
        ),
        (
            r"List name not in choices sheet: (?P<name>[^.]+)",
            _("The sheet “choices” has no list “%(name)s”. Add it, or correct its name here."),
        ),
        (
            r"List name not in columns sheet: (?P<name>[^.]+)",
            _("The sheet “columns” has no list “%(name)s”. Add it, or correct its name here."),
        ),
        (
            r"Missing calculation",
            _("This row calculates nothing. Write a formula in the column “calculation”."),
        ),
        (
            r"[Tt]his section has not been included",
            _("This row takes in another form, which is not possible here. Copy its rows into this one."),
        ),
        (
            r"^(?:TypeError|AttributeError|ValueError|KeyError|IndexError|UnicodeDecodeError)",
            _("The workbook is not laid out like a form. Compare its sheets and columns with xlsform.org."),
        ),
        (
            r"[Qq]uestion(?: or group)? with no name|has no name",
            _("This question has no name. Write one in the column “name”."),
        ),
        (
            r"Repeat has no label|Group has no label",
            _("This group has no label. People will not see what it is about."),
        ),
        (
            r"[Tt]here are no labels|has no label|Missing.*label",
            _("This question has no label. Write the words people will see."),
        ),
        (
            r"form_id cannot contain|The form_id",
            _("The identity of the form is not allowed. Use letters, digits, _ and - without spaces."),
        ),
        (
            r"Multiple header rows|duplicate column|Duplicate column header: (?P<name>\S+)",
            _("A column stands twice on this sheet. Keep one of them."),
        ),
        (
            r"\t?'(?P<lang>[^']*)' is missing the survey (?P<what>\w+)|is missing the following columns?",
            _("Some words are not translated into every language of the form."),
        ),
        (
            r"languages?.*(?:do not contain|contain) valid machine-readable codes",
            _("Write each language with its code, such as “Español (es)”."),
        ),
        (
            r"Workbook has no|You must have a sheet named|Must have a sheet named",
            _("The workbook has no sheet “survey”. Add it."),
        ),
        (
            r"not found in.*itemset|External.*choices",
            _("The file of choices that this question names is not declared."),
        ),
        (
            r"BadZipFile|InvalidFileException|not a zip file|XLRDError|Error reading|KeyError: .There is no item named",
            _("The workbook cannot be read."),
        ),
    )
)
UNKNOWN = _("The form converter says: %(said)s")


def in_our_words(original: str) -> tuple[str, int | None, str, dict[str, str]]:
    """(sheet, row, words, details) of a sentence of the converter."""
    row = ROW.search(original)
    sheet = SHEET.search(original)
    named = next((each for each in sheet.groups() if each), "") if sheet else ""
    number = int(row[1]) if row else None
    for pattern, words in KNOWN:
        if match := pattern.search(original):
            details = {name: value or "" for name, value in match.groupdict().items()}
            return named, number, words, details
    return named, number, UNKNOWN, {"said": ROW.sub("", original).strip()}
