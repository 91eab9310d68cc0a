"""What a tool rests on, in words."""

from batea.guidance.catalogue import references

from .declaration import Tool


def reference(key: str) -> str:
    """A key of the method's references in words; a full reference as it is."""
    known = references().get(key)
    return ", ".join(filter(None, (known.title, known.publisher, known.year))) if known else key


def sources_of(tool: Tool) -> list[str]:
    return [reference(key) for key in tool.sources]
