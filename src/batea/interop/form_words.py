"""What the form converter says, in plain words of our own: a table of patterns, tried in order.

A pattern's named parts fill the words. What no pattern knows is told in the converter's own words.
"""

import re


def _(message: str) -> str:
    """Marks a message for translation; whoever shows it translates it."""
    return message


ROW = re.compile(r"\[row : ?(\w+)\]\s*")
BELOW_HEADINGS = re.compile(r"on row number (\d+)$")  # counted from 0, below the headings
SHEET = re.compile(r"On the '(\w+)' sheet|for sheet: '(\w+)'|date on the (\w+) sheet")

KNOWN = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        # What stops before the converter says anything of its own
        (
            r"^UnicodeDecodeError: ",
            _("The file is not written in UTF-8."),
        ),
        (
            r"^(?:CompDocError|XLRDError|XLDate\w+|BadZipFile|ParseError|EOFError|error): |Argument 'definition' was not recognized",
            _("The workbook cannot be read."),
        ),
        (
            r"^ExpatError: ",
            _(
                "A label or hint holds a character that no form can hold. Write the words anew, without what was pasted in."
            ),
        ),
        (
            r"^\w*(?:Error|Exception): ",
            _("The workbook is not laid out like a form. Compare its sheets and columns with xlsform.org."),
        ),
        # Sheets and headings
        (
            r"When looking for a sheet named '(?P<sheet>[^']*)', the following sheets with similar names were found: (?P<found>.+?)\.(?: |$)",
            _(
                "There is no sheet “%(sheet)s”; these are called nearly so: %(found)s. Correct the name of the sheet."
            ),
        ),
        (
            r"You must have a sheet named",
            _("The workbook has no sheet “survey”. Add it."),
        ),
        (
            r"There should be a choices sheet",
            _("There is no sheet “choices”. Add it, with the columns list_name, name and label."),
        ),
        (
            r"There should be an external_choices sheet",
            _("There is no sheet “external_choices”. Add it, with the columns list_name and name."),
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
            r"Duplicate column header: (?P<name>.+)",
            _("The heading “%(name)s” stands twice on a sheet. Keep one of the two columns."),
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
            r"has an invalid date on the .* sheet, under the (?P<column>.+) column on row number",
            _("The column “%(column)s” holds a date that cannot be read. Write it as text."),
        ),
        (
            r"The form_id and id_string column headers are both",
            _("The sheet “settings” has both “form_id” and “id_string”. Keep “form_id”."),
        ),
        (
            r"Cannot omit instanceID",
            _(
                "An encrypted form needs its instanceID. Take “omit_instanceID” away from the sheet “settings”."
            ),
        ),
        (
            r"do not contain valid machine-readable codes",
            _("Write each language with its code, such as “Español (es)”."),
        ),
        (
            r"^Language '(?P<language>(?!default')[^']*)' is missing the (?P<sheet>\w+) (?:columns )?(?P<columns>[^.\n]+?)(?: column)?\.$",
            _(
                "The sheet “%(sheet)s” lacks words in “%(language)s”: %(columns)s. Add the column for this language."
            ),
        ),
        (
            r"^Language '[^']*' is missing the ",
            _("Some words are not translated into every language of the form."),
        ),
        # Names
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
            r"Question or group with no name",
            _("This question has no name. Write one in the column “name”."),
        ),
        (
            r"Audits must always be named 'audit",
            _("A row “audit” has no name of its own. Leave its column “name” empty."),
        ),
        (
            r"Instance names must be unique within a form\. The name '(?P<name>[^']*)'",
            _("Two files or lists are both called “%(name)s”. Give each a name of its own."),
        ),
        (
            r"The same instance id will be generated .* Instance name: '(?P<name>[^']*)'",
            _("Two files or lists are both called “%(name)s”. Give each a name of its own."),
        ),
        # Rows
        (
            r"Question with no type",
            _("This row has no kind of question. Write one in the column “type”."),
        ),
        (
            r"Row without name, text, or label is being skipped",
            _("This row says neither kind nor name nor label, and is left out. Fill it in, or take it away."),
        ),
        (
            r"Unknown question type '(?P<kind>[^']*)'",
            _("There is no kind of question called “%(kind)s”. Check the spelling in the column “type”."),
        ),
        (
            r"\] (?P<kind>\S+) is no longer supported on most devices",
            _("Most telephones no longer give “%(kind)s”. Take the row away."),
        ),
        (
            r"The 'disabled' column header",
            _("The column “disabled” is no longer used. Write a condition in “relevant” instead."),
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
            r"Repeat loop without list name",
            _(
                "This loop names no list of choices. Write “begin loop over” and the name of the list in the column “type”."
            ),
        ),
        (
            r"This section has not been included",
            _("This row takes in another form, which is not possible here. Copy its rows into this one."),
        ),
        (
            r"Missing calculation",
            _("This row calculates nothing. Write a formula in the column “calculation”."),
        ),
        (
            r"\] \w+ has no label: ",
            _("This group has no label. People will not see what it is about."),
        ),
        (
            r"survey element named '(?P<name>[^']*)' has no label or hint",
            _("“%(name)s” has neither label nor hint. Write the words people will see."),
        ),
        (
            r"To use big-image, you must also specify an image for the survey element named (?P<name>.+)\.$",
            _("“%(name)s” has a “big-image” and no “image”. Add the column “media::image”."),
        ),
        (
            r"Media type: (?P<kind>.+) not supported",
            _("There is no kind of media called “%(kind)s”. Use image, big-image, audio or video."),
        ),
        (
            r"the 'calculation' column must be empty",
            _("A row “background-geopoint” calculates nothing. Empty its column “calculation”."),
        ),
        (
            r"the 'trigger' column must not be empty",
            _(
                "A row “background-geopoint” needs a question that sets it off. Write it in “trigger” as ${name}."
            ),
        ),
        (
            r"The question \$\{(?P<name>[^}]*)\} is not user-visible .* for question \$\{(?P<other>[^}]*)\}",
            _(
                "Nobody fills “%(name)s” in, so it cannot set off “%(other)s”. Name a question with a label in “trigger”."
            ),
        ),
        # References
        (
            r"the '(?P<column>[^']*)' value is invalid\. Reference variables must start with",
            _("A reference in the column “%(column)s” is not closed. Write it as ${name}."),
        ),
        (
            r"^PyXForm reference - parsing failed",
            _("A reference on the sheet “entities” is not closed. Write it as ${name}."),
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
            r"There are multiple survey elements named '(?P<name>[^']*)'",
            _(
                "Something refers to “%(name)s”, and several questions are called so. Give them different names."
            ),
        ),
        (
            r"There is no survey element named '(?P<name>[^']*)'",
            _("${%(name)s} is mentioned, and no question is called so. Check the spelling."),
        ),
        # Choices
        (
            r"Choices must have a name",
            _("This choice has no name. Write a short code in the column “name”."),
        ),
        (
            r"Choices should have a label",
            _("This choice has no label. Write the words people will see."),
        ),
        (
            r"Choice names must be unique for each choice list.*?\n\[row : (?P<row>\d+)\]",
            _(
                "This choice's name stands twice in its list; so it is in row %(row)s, and perhaps further down. Give each choice a code of its own."
            ),
        ),
        (
            r"Choice names must be unique for each choice list",
            _("This choice's name stands twice in its list. Give each choice a code of its own."),
        ),
        (
            r"Choice names with spaces .* See \[(?P<name>.*?)\] in \[(?P<list>.*?)\]",
            _(
                "The choice “%(name)s” of the list “%(list)s” has a space in its name. Where several may be chosen, use _ in its place."
            ),
        ),
        (
            r"List name not in external choices sheet: (?P<name>.+)",
            _("The sheet “external_choices” has no list “%(name)s”. Add it, or correct its name here."),
        ),
        (
            r"List name not in (?:choices|columns) sheet: (?P<name>.+)",
            _("The sheet “choices” has no list “%(name)s”. Add it, or correct its name here."),
        ),
        (
            r"Arguments 'itemset' and 'list_name' must not both be None",
            _(
                "A question of choices names no list. Write the name of the list after the kind in the column “type”."
            ),
        ),
        (
            r"Invalid value for `self\.bind\[.type.\]`",
            _("A question of choices cannot have a “bind::type” of its own. Empty that cell."),
        ),
        (
            r"There should be choices for this question",
            _(
                "“add_none_option” needs a list on the sheet “choices” for each question. Take it away from the sheet “settings”."
            ),
        ),
        (
            r"select one external is only meant for filtered selects",
            _(
                "“select_one_external” is made for filtered lists. Write a filter in “choice_filter”, or use “select_one”."
            ),
        ),
        (
            r"File name for '\S+ (?P<name>[^']*)' should end with one of the supported file extensions: (?P<known>.+)",
            _(
                "The file “%(name)s” must end in one of these: %(known)s. Correct its name in the column “type”."
            ),
        ),
        (
            r"Question '(?P<name>[^']*)' is a select from file type, using 'search\(\)'",
            _("“%(name)s” takes its choices from a file and uses search() as well. Keep one of them."),
        ),
        (
            r"Question '(?P<name>[^']*)' uses 'search\(\)', .* list name '(?P<list>[^']*)'\. .* which will not work: (?P<others>.+)\. Either 1\)",
            _(
                "“%(name)s” uses search() on the list “%(list)s”, and these do not: %(others)s. Use search() in all of them, or another list."
            ),
        ),
        (
            r"Choice filter not supported with or_other",
            _("“or_other” does not go together with a choice filter. Take one of them away."),
        ),
        (
            r"Please specify choices for this 'or other' question",
            _("“or_other” needs a list on the sheet “choices”. Add the list, or take “or_other” away."),
        ),
        (
            r"This form uses or_other and translations",
            _(
                "“or_other” adds words in one language only. Add a choice for it and a question of its own instead."
            ),
        ),
        (
            r"Choice filter not supported for table-list appearance",
            _("A “table-list” does not go together with a choice filter. Take one of them away."),
        ),
        (
            r"Badly formatted table list, list names don't match: (?P<one>.+) vs\. (?P<other>.+)",
            _(
                "All questions of a “table-list” use the same list; here are “%(one)s” and “%(other)s”. Use one of them."
            ),
        ),
        # Parameters
        (
            r"Parameters must be in the form of",
            _("Write parameters as name=value, with a space between two of them."),
        ),
        (
            r"The accepted parameter keys for this question type are '(?P<known>[^']*)'.*?'(?P<odd>[^']*)'\.?$",
            _("This kind of question does not know the parameters %(odd)s. It knows: %(known)s."),
        ),
        (
            r"parameter '(?P<name>[^']*)' must be a number",
            _("The parameter “%(name)s” must be a number."),
        ),
        (
            r"The '(?P<name>[^']*)' parameter must have a numeric value",
            _("The parameter “%(name)s” must be a number."),
        ),
        (
            r"Parameter (?P<name>\S+) must have an integer value",
            _("The parameter “%(name)s” must be a whole number."),
        ),
        (
            r"Parameter (?P<name>\S+) must be greater +than or equal to zero",
            _("The parameter “%(name)s” may not be less than 0."),
        ),
        (
            r"Parameter (?P<name>\S+) must be greater than or equal to (?P<other>[\w-]+)",
            _("The parameter “%(name)s” may not be less than the parameter “%(other)s”."),
        ),
        (
            r"(?P<name>[\w-]+) must be set to true or false",
            _("The parameter “%(name)s” must be true or false."),
        ),
        (
            r"The '(?P<name>[^']*)' parameter must be either 'true' or 'false'",
            _("The parameter “%(name)s” must be true or false."),
        ),
        (
            r"Parameter (?P<name>\S+) must be set to (?P<known>[\w-]+, [\w-]+, [\w-]+), or (?P<last>[\w-]+):",
            _("The parameter “%(name)s” must be one of these: %(known)s, %(last)s."),
        ),
        (
            r"(?P<name>[\w-]+) must be set to on-form-edit",
            _("The parameter “%(name)s” can only be on-form-edit."),
        ),
        (
            r"To include location information in the audit, '(?P<one>[^']*)', '(?P<two>[^']*)', and '(?P<three>[^']*)'",
            _(
                "To follow places, the row “audit” needs all of these parameters: %(one)s, %(two)s, %(three)s."
            ),
        ),
        (
            r"Invalid value for (?P<name>[\w-]+)\.$",
            _(
                "The parameter “%(name)s” does not fit. Sound can be voice-only, low, normal or external; in the background not external."
            ),
        ),
        (
            r"Use the (?P<name>\S+) parameter to speed up",
            _(
                "Photos are sent in full size. Write %(name)s=1024 in the column “parameters”, and they are sent faster."
            ),
        ),
        (
            r"Parameters must include (?P<other>[\w-]+)=true to use a (?P<name>[\w-]+)",
            _("The parameter “%(name)s” needs %(other)s=true beside it. Add that, or take “%(name)s” away."),
        ),
        (
            r"(?P<name>[\w-]+) value must be a number or a reference",
            _("The parameter “%(name)s” must be a number or refer to a question as ${name}."),
        ),
        (
            r"invalid Android package name",
            _("The parameter “app” is not the name of an Android app. It looks like org.example.app."),
        ),
        (
            r"the 'incremental' parameter",
            _("The parameter “incremental” can only be true. Write that, or take it away."),
        ),
        (
            r"The 'reference-geometry' parameter must",
            _(
                "“reference-geometry” must name a list of choices, a list of known things, a file, or a repeat as ${name}. Check the spelling."
            ),
        ),
        (
            r"'tick_labelset' must be a choice list name",
            _("“tick_labelset” must name a list on the sheet “choices”. Check the spelling."),
        ),
        (
            r"'tick_labelset' are only supported",
            _(
                "“tick_interval”, “placeholder” and “tick_labelset” do not go together with this appearance. Take one of the two away."
            ),
        ),
        (
            r"choice values must all be numbers",
            _("The list named in “tick_labelset” has a choice that is no number. Use numbers as names."),
        ),
        (
            r"'tick_labelset' choices'? (?:values )?must be",
            _(
                "The list named in “tick_labelset” has a number that does not fit the range. Check start, end and step."
            ),
        ),
        (
            r"'tick_labelset' choice list (?:must have only 2 items|values may only)",
            _(
                "Without ticks, the list named in “tick_labelset” holds two choices: the start and the end of the range."
            ),
        ),
        (
            r"the parameter '(?P<name>[^']*)' must not be '0'",
            _("The parameter “%(name)s” may not be 0."),
        ),
        (
            r"the parameter '(?P<name>[^']*)' must",
            _("The parameter “%(name)s” does not fit the range. Check start, end and step."),
        ),
        # Known things
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
            r"'save_to' names must be prefixed with the entity",
            _(
                "The sheet “entities” declares several lists. Write in “save_to” which one is filled: the list, a #, then the name."
            ),
        ),
        (
            r"A 'save_to' value must have at most one '#'",
            _("A “save_to” holds one # at most. Check the spelling."),
        ),
        (
            r"The entity list name '(?P<list>[^']*)' has a reference in container scope '(?P<other>[^']*)' which is not compatible with this 'save_to' reference in scope '(?P<scope>[^']*)'",
            _(
                "The list “%(list)s” is filled from %(other)s, and this answer stands in %(scope)s. Take all from one group, or bring this one there by a row “calculate”."
            ),
        ),
        (
            r"The entity list name '(?P<list>[^']*)' has a reference in container scope '(?P<other>[^']*)' which is not compatible with the variable reference to '(?P<name>[^']*)' in scope '(?P<scope>[^']*)'",
            _(
                "The list “%(list)s” is filled from %(other)s, and “%(name)s” stands in %(scope)s. Take all from one group, or bring this one there by a row “calculate”."
            ),
        ),
        (
            r"no valid containers available in the scope: '(?P<scope>[^']*)', .* on row '(?P<row>\d+)'",
            _(
                "This list and the one in row %(row)s are filled from the same group, %(scope)s. Take their answers from a group each."
            ),
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
            r"The 'list_name' column must not have any duplicate names",
            _("This list of known things is declared twice. Keep one row for each list."),
        ),
        (
            r"Entity lists must have a name",
            _("This list of known things has no name. Write one in “list_name”."),
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
    )
)
UNKNOWN = _("The form converter says: %(said)s")


def in_our_words(original: str) -> tuple[str, int | None, str, dict[str, str]]:
    """(sheet, row, words, details) of a sentence of the converter."""
    sheet, row = place_of(original)
    for pattern, words in KNOWN:
        if match := pattern.search(original):
            return sheet, row, words, {name: value or "" for name, value in match.groupdict().items()}
    return sheet, row, UNKNOWN, {"said": ROW.sub("", original).strip()}


def place_of(original: str) -> tuple[str, int | None]:
    """(sheet, row); a row without a sheet is one of the survey: other sheets the converter names."""
    row = ROW.search(original)
    sheet = SHEET.search(original)
    named = next(filter(None, sheet.groups())) if sheet else "survey" if row else ""
    if below := BELOW_HEADINGS.search(original):
        return named, int(below[1]) + 2
    return named, int(row[1]) if row and row[1].isdigit() else None
