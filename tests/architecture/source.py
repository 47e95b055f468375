"""The tree as the guards read it: files, their parsed form, and whether they are tests or acts."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "haitang"


@dataclass(frozen=True)
class Source:
    """One Python file; ``path`` is relative to the root, so that a planted text can pretend to any place."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """Every node of the parsed file; walking costs as much as parsing."""
        return list(ast.walk(self.tree))

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines."""
        return self.text.splitlines()

    @property
    def parts(self) -> tuple[str, ...]:
        """The steps of the path, the last without its suffix."""
        return Path(self.path).with_suffix("").parts

    @property
    def is_test(self) -> bool:
        """Whether the file is a test, or only tests use it."""
        return "tests" in self.parts or self.parts[-1] == "conftest"

    @property
    def is_migration(self) -> bool:
        """Whether Django wrote it."""
        return "migrations" in self.parts

    def line_of(self, node: ast.stmt | ast.expr) -> str:
        """The text of the line a node begins on."""
        return self.lines[node.lineno - 1]

    def at(self, node: ast.stmt | ast.expr) -> str:
        """Where a node stands, as an editor opens it."""
        return f"{self.path}:{node.lineno}"

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function, methods and inner ones too."""
        for node in self.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def calls(self) -> Iterator[tuple[ast.Call, str, str]]:
        """Every call as (node, receiver's text, name called)."""
        for node in self.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node, ast.unparse(node.func.value), node.func.attr
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield node, "", node.func.id


@cache
def house() -> list[Source]:
    """Every Python file of the package, read and parsed once a run."""
    return [
        Source(str(path.relative_to(ROOT)), path.read_text())
        for path in sorted(PACKAGE.rglob("*.py"))
        if "__pycache__" not in path.parts
    ]


@cache
def code() -> list[Source]:
    """The package without tests and migrations."""
    return [source for source in house() if not source.is_test and not source.is_migration]


@cache
def templates() -> dict[str, str]:
    """Every template's text by its path."""
    found = sorted(PACKAGE.rglob("templates/**/*.*"))
    return {str(path.relative_to(ROOT)): path.read_text() for path in found if path.is_file()}


def tracked() -> list[Path]:
    """Every file that would be published: what git knows, or without git all but what is ignored."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    skipped = {".venv", "var", "dist", "build", "__pycache__", "test-results"}
    return [
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not skipped.intersection(path.relative_to(ROOT).parts)
        and "_cache" not in str(path)
    ]


def said(offenders: list[str]) -> str:
    """The offenders, one a line, for an assertion's message."""
    return "\n" + "\n".join(offenders)
