"""The tools for programs: JSON Schema of answers and results, and the OpenAPI description of the addresses."""

from batea.programmes.words import LANGUAGES

from .answers import LINE, TEXT
from .declaration import ITEM, Tool, ToolColumn, ToolTable
from .models import Assessment
from .queries import heading

RANGE = {
    "type": ["object", "null"],
    "properties": {end: {"type": ["number", "null"]} for end in ("low", "best", "high")},
}
WORDS = {
    "type": "object",
    "properties": {
        "original": {"enum": list(LANGUAGES)},
        **{lang: {"type": "string"} for lang in LANGUAGES},
    },
    "additionalProperties": False,
}
PLAIN = {
    "text": {"type": "string", "maxLength": LINE},
    "long": {"type": "string", "maxLength": TEXT},
    "words": WORDS,
    "number": {"type": "number"},
    "whole": {"type": "integer"},
    "money": {"type": "number"},
    "yesno": {"type": "boolean"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "description": "YYYY-MM-DDTHH:MM, local time"},
    "deadline": {"type": "string", "description": "YYYY-MM-DDTHH:MM, local time"},
    "percent": {"type": "number", "description": "part of 1"},
    "range": RANGE,
    "percent_range": RANGE,
}


def column_schema(tool: Tool, column: ToolColumn) -> dict:
    """What one cell may hold."""
    said = {"title": heading(column)} | ({"description": str(column.help)} if column.help else {})
    if column.kind == "choice":
        return said | {"enum": [code for code, _title in column.choices]}
    if column.kind == "scale":
        scale = tool.scale(column.scale)
        return said | {"type": "integer", "minimum": scale.first, "maximum": scale.last}
    limits = {"minimum": column.minimum, "maximum": column.maximum}
    return said | PLAIN[column.kind] | {name: limit for name, limit in limits.items() if limit is not None}


def rows_schema(tool: Tool, table: ToolTable, answered: bool = False) -> dict:
    """A table as a list of objects. In answers unknown things are left out; in results they are null."""
    columns = {column.name: column_schema(tool, column) for column in table.all_columns}
    if answered:
        columns = {name: {"anyOf": [schema, {"type": "null"}]} for name, schema in columns.items()}
    required = [ITEM] if table.given else [column.name for column in table.columns if column.required]
    row = {"type": "object", "properties": columns, "required": [] if answered else required}
    return {
        "type": "array",
        "title": str(table.title),
        "items": row if answered else row | {"additionalProperties": False},
        **({} if answered else {"maxItems": len(table.given) or table.most}),
    }


def answers_schema(tool: Tool) -> dict:
    return {
        "type": "object",
        "title": str(tool.title),
        "properties": {table.name: rows_schema(tool, table) for table in tool.tables},
        "additionalProperties": False,
    }


def result_schema(tool: Tool) -> dict:
    tables = {table.name: rows_schema(tool, table, answered=True) for table in tool.results}
    finding = {
        "type": "object",
        "properties": {
            "code": {"enum": sorted(tool.sentences)},
            "text": {"type": "string"},
            "alarm": {"type": "boolean"},
        },
    }
    return {
        "type": "object",
        "properties": {
            "problem": {"type": "string", "description": "why there is no result; empty when there is one"},
            "findings": {"type": "array", "items": finding if tool.sentences else {"type": "object"}},
            "tables": {"type": "object", "properties": tables},
        },
    }


HEAD = {
    "title": WORDS,
    "day": {"type": "string", "format": "date"},
    "made_by": {"type": "string", "maxLength": 120},
    "stage": {"enum": [code for code, _title in Assessment.Stage.choices]},
    "note": WORDS,
}


def sent_schema(name: str, *needed: str) -> dict:
    """What a program sends: answers, as much of the head as it wants to say and, for a change, the version it read."""
    answers = {"$ref": f"#/components/schemas/{name}.answers"}
    return {
        "type": "object",
        "properties": {**HEAD, "version": {"type": "integer", "minimum": 1}, "answers": answers},
        "required": [*needed, "answers"],
        "additionalProperties": False,
    }


def told_schema(name: str) -> dict:
    """What a program gets back."""
    known = {"tool": {"const": name}, "tool_version": {"type": "integer"}, "version": {"type": "integer"}}
    refs = {part: {"$ref": f"#/components/schemas/{name}.{part}"} for part in ("answers", "result")}
    uid = {"uid": {"type": "string", "format": "uuid"}, "exercise": {"type": "boolean"}}
    return {"type": "object", "properties": {**uid, **known, **HEAD, **refs}}


def described(tools: dict[str, Tool], base: str) -> dict:
    """OpenAPI 3.1 of the toolbox under the address `base`, in the language of the moment."""
    schemas = {"refusal": REFUSAL}
    paths: dict = {}
    for name, tool in tools.items():
        schemas[f"{name}.answers"] = answers_schema(tool)
        schemas[f"{name}.result"] = result_schema(tool)
        schemas[f"{name}.sent"] = sent_schema(name, "title")
        schemas[f"{name}.changed"] = sent_schema(name, "version")
        schemas[f"{name}.assessment"] = told_schema(name)
        paths[f"{base}tools/{name}/assessments.json"] = of_tool(tool)
    paths[f"{base}assessments/{{uid}}/assessment.json"] = of_one(tools)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Batea toolbox", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"session": {"type": "apiKey", "in": "cookie", "name": "sessionid"}},
        },
        "security": [{"session": []}],
    }


REFUSAL = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "title": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "table": {"type": "string"},
                    "row": {"type": "integer", "minimum": 1},
                    "column": {"type": "string"},
                    "reason": {"type": "string"},
                },
            },
        },
    },
}
REFUSALS = {
    code: {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/refusal"}}},
    }
    for code, words in (
        ("400", "not JSON, or not of this shape"),
        ("403", "the role does not allow it"),
        ("404", "there is no such thing for you"),
        ("409", "somebody has changed it since the version you have read"),
        ("422", "answers that are refused, each with its reason"),
    )
}


def content(schema: dict) -> dict:
    return {"content": {"application/json": {"schema": schema}}}


def of_tool(tool: Tool) -> dict:
    """List the assessments of a tool, and add one."""
    one = {"$ref": f"#/components/schemas/{tool.name}.assessment"}
    listed = {"type": "object", "properties": {"assessments": {"type": "array", "items": one}}}
    return {
        "get": {
            "summary": str(tool.title),
            "description": str(tool.purpose),
            "operationId": f"list_{tool.name}",
            "responses": {
                "200": {"description": "those you may read"} | content(listed),
                **only("403", "404"),
            },
        },
        "post": {
            "summary": str(tool.title),
            "operationId": f"add_{tool.name}",
            "requestBody": {"required": True} | content({"$ref": f"#/components/schemas/{tool.name}.sent"}),
            "responses": {
                "201": {"description": "added, with its result"} | content(one),
                **only("400", "403", "404", "422"),
            },
        },
    }


def of_one(tools: dict[str, Tool]) -> dict:
    """Read one assessment with its result, and replace its answers."""
    any_of = {"anyOf": [{"$ref": f"#/components/schemas/{name}.assessment"} for name in tools]}
    sent = {"anyOf": [{"$ref": f"#/components/schemas/{name}.changed"} for name in tools]}
    uid = {"name": "uid", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    done = {"200": {"description": "the assessment with its result"} | content(any_of)}
    return {
        "parameters": [uid],
        "get": {"operationId": "read_assessment", "responses": {**done, **only("403", "404")}},
        "post": {
            "operationId": "change_assessment",
            "requestBody": {"required": True} | content(sent),
            "responses": {**done, **REFUSALS},
        },
    }


def only(*codes: str) -> dict:
    return {code: REFUSALS[code] for code in codes}
