"""What the form converter can say, read from its own sources: nobody has to remember it when a new version comes."""

import ast
import itertools
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pyxform
from pyxform.errors import Detail

SOURCES = Path(pyxform.__file__).parent
HOLE = "7"  # stands for whatever is put in when it runs
LISTS = {"warnings", "errors", "duplicate_errors", "lang_msgs"}  # what is put into these is told


def module_names() -> list[str]:
    paths = (path.relative_to(SOURCES).with_suffix("") for path in SOURCES.rglob("*.py"))
    return sorted(".".join(path.parts).removesuffix("__init__").rstrip(".") for path in paths)


@cache
def tree_of(name: str) -> ast.Module:
    return ast.parse(Path(str(import_module(name).__file__)).read_text())


def functions_in(tree: ast.AST):
    """The outermost ones; what stands inside one shares its names."""
    for each in ast.iter_child_nodes(tree):
        if isinstance(each, ast.FunctionDef):
            yield each
        elif isinstance(each, ast.ClassDef):
            yield from functions_in(each)


def filled(template: str) -> str:
    return re.sub(r"\{\w+\}", HOLE, template).replace("{{", "{").replace("}}", "}")


class Function:
    """One function of the converter, and the strings its expressions can become."""

    def __init__(self, module: str, node: ast.FunctionDef) -> None:
        self.known, self.node = vars(import_module(module)), node
        self.bound: dict[str, list[str]] = {}

    def told(self):
        """(expression, strings) of everything this function raises, or puts into a list that is told."""
        for each in ast.walk(self.node):
            if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call):
                if given := each.exc.args[:1]:
                    yield ast.unparse(given[0]), self.strings(given[0])
                named = {word.arg: word.value for word in each.exc.keywords}
                if "code" in named:
                    detail = self.value(named["code"]).value
                    # Whoever catches it may know the context. Who does not leaves the bare name.
                    yield detail.name, [filled(detail.msg)] + ([] if "context" in named else [detail.name])
            elif isinstance(each, ast.Call) and ast.unparse(each.func).removesuffix(".append") in LISTS:
                yield ast.unparse(each.args[0]), self.strings(each.args[0])

    def returned(self) -> list[str]:
        returns = (each.value for each in ast.walk(self.node) if isinstance(each, ast.Return) and each.value)
        return [text for each in returns if self.value(each, 1) is not None for text in self.strings(each)]

    def value(self, node: ast.AST, unknown=None):
        """What it is before anything runs: constants of the modules, and members of their lists."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name) and not self.assigned(node.id):
            return self.known.get(node.id, unknown)
        if isinstance(node, ast.Attribute):
            return getattr(self.value(node.value), node.attr, unknown)
        return unknown

    def strings(self, node: ast.AST) -> list[str]:
        value = self.value(node)
        if isinstance(value, str | Detail):
            return [getattr(value, "msg", value)]
        read = getattr(self, f"of_{type(node).__name__.lower()}", None)
        return (read and read(node)) or [HOLE]

    def assigned(self, name: str) -> list[ast.expr]:
        found: list[ast.expr] = []
        for each in ast.walk(self.node):
            if isinstance(each, ast.Assign) and any(getattr(to, "id", "") == name for to in each.targets):
                found.append(each.value)
            elif isinstance(each, ast.AugAssign) and getattr(each.target, "id", "") == name:
                found.append(ast.BinOp(ast.Name(name), ast.Add(), each.value))
        return found

    def of_name(self, node: ast.Name) -> list[str]:
        if node.id not in self.bound:
            self.bound[node.id] = [HOLE]
            first, longer = [], []
            for each in self.assigned(node.id):
                names = {getattr(part, "id", "") for part in ast.walk(each)}
                (longer if node.id in names else first).append(each)
            self.bound[node.id] = [text for each in first for text in self.strings(each)] or [HOLE]
            self.bound[node.id] += [text for each in longer for text in self.strings(each)]
        return self.bound[node.id]

    def of_joinedstr(self, node: ast.JoinedStr) -> list[str]:
        return self.together(
            each.value if isinstance(each, ast.FormattedValue) else each for each in node.values
        )

    def of_binop(self, node: ast.BinOp) -> list[str]:
        if isinstance(node.op, ast.Mod):
            return [each.replace("%s", HOLE) for each in self.strings(node.left)]
        return self.together((node.left, node.right))

    def together(self, nodes) -> list[str]:
        return list(map("".join, itertools.product(*map(self.strings, nodes))))

    def of_call(self, node: ast.Call) -> list[str]:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return [filled(each) for each in self.strings(node.func.value)]
        called = self.value(node.func)
        if str(getattr(called, "__module__", "")).startswith("pyxform"):
            tree = tree_of(called.__module__)
            return [
                text
                for each in functions_in(tree)
                if each.name == called.__name__
                for text in Function(called.__module__, each).returned()
            ]
        return []


def sentences(without=()) -> dict[str, str]:
    """{sentence: module} of what the modules can say; what could not be read is there as its expression."""
    found: dict[str, str] = {}
    for short in module_names():
        if short in without:
            continue
        name = f"pyxform.{short}".rstrip(".")
        for node in functions_in(tree_of(name)):
            for expression, texts in Function(name, node).told():
                for text in texts:
                    found[text if re.search(r"[a-z]{3}", text) else expression] = short
    return found
