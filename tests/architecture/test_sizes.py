"""Ratchets: the numbers that small, readable houses live with. There is no list of exceptions."""

import ast
from statistics import quantiles

from tests.architecture.source import Source, code, house, said, templates

FILE_LINES, TEST_FILE_LINES = 400, 600
FUNCTION_LINES, FUNCTION_P90 = 60, 30
TEMPLATE_LINES = 150
POSITIONAL = 5


def long_files(sources: list[Source]) -> list[str]:
    """Files longer than their limit."""
    return [
        f"{source.path}: {len(source.lines)} lines"
        for source in sources
        if not source.is_migration and len(source.lines) > (TEST_FILE_LINES if source.is_test else FILE_LINES)
    ]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions(sources: list[Source]) -> list[str]:
    """Functions longer than the hard limit."""
    return [
        f"{source.at(function)} {function.name}: {length(function)} lines"
        for source in sources
        for function in source.functions()
        if length(function) > FUNCTION_LINES
    ]


def wide_functions(sources: list[Source]) -> list[str]:
    """Functions with too many parameters that may be given by position."""
    return [
        f"{source.at(function)} {function.name}: {len(positional(function))} positional parameters"
        for source in sources
        for function in source.functions()
        if len(positional(function)) > POSITIONAL
    ]


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Names of the positional parameters, without self and cls."""
    names = [arg.arg for arg in function.args.posonlyargs + function.args.args]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def long_templates(texts: dict[str, str]) -> list[str]:
    """Templates longer than their limit."""
    return [
        f"{path}: {len(text.splitlines())} lines"
        for path, text in texts.items()
        if len(text.splitlines()) > TEMPLATE_LINES
    ]


def test_no_file_is_longer_than_its_limit():
    offenders = long_files(house())
    assert not offenders, said(offenders)


def test_no_function_is_longer_than_sixty_lines():
    offenders = long_functions(code())
    assert not offenders, said(offenders)


def test_nine_functions_in_ten_fit_into_thirty_lines():
    sizes = {f"{s.at(f)} {f.name}": length(f) for s in code() for f in s.functions()}
    longest = sorted(sizes, key=sizes.__getitem__, reverse=True)[:20]
    assert quantiles(sizes.values(), n=10)[-1] <= FUNCTION_P90, said(longest)


def test_no_function_takes_more_than_five_by_position():
    offenders = wide_functions(code())
    assert not offenders, said(offenders)


def test_no_template_is_longer_than_its_limit():
    offenders = long_templates(templates())
    assert not offenders, said(offenders)


def test_the_guards_find_what_is_planted():
    long = Source("haitang/a.py", "x = 1\n" * 401)
    big = Source("haitang/b.py", "def f():\n" + "    x = 1\n" * 60)
    wide = Source("haitang/c.py", "class C:\n    def f(self, a, b, c, d, e, f): ...")
    assert long_files([long]) == ["haitang/a.py: 401 lines"]
    assert long_functions([big]) == ["haitang/b.py:1 f: 61 lines"]
    assert wide_functions([wide]) == ["haitang/c.py:2 f: 6 positional parameters"]
    assert long_templates({"t.html": "\n" * 151}) == ["t.html: 151 lines"]
