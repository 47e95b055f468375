"""No tenant in the code; no machine and no registry in what is published; a reason for each dependency."""

import csv
import re
from pathlib import Path

from ruamel.yaml import YAML

from tests.architecture.source import PACKAGE, ROOT, said, templates, tracked

PLAYBOOKS = ROOT / "playbooks"
TEXT_FILES = {".py", ".html", ".txt", ".css", ".js", ".svg", ".json", ".md", ".yaml"}
#: Written in pieces so that this file does not offend against itself.
HOSTS = tuple(
    word.replace("_", "")
    for word in [
        "py_pi.org",
        "python_hosted.org",
        "npm_js.org",
        "npm_js.com",
        "npm_mirror",
        "mirrors._aliyun",
        "tuna._tsinghua",
        "un_pkg.com",
        "js_delivr",
        "cdn_js.",
        "fonts.google_apis.com",
        "ajax.google_apis.com",
    ]
)
MACHINE = tuple(
    word.replace("_", "") for word in ["/ro_ot/", "/wo_rk/", "/t_mp/w/", "/ho_me/", "/opt/_wheels"]
)
#: What kind of unit a name says; people leave it out.
KIND_OF_UNIT = re.compile(r"(社区居委会|居委会|村委会|街道|社区|镇|村)$")
#: Short names that are ordinary words, or stand inside one: directions, "leave behind", 语言里, an avenue.
ORDINARY = {"东南", "东门", "留下", "言里", "大道"}
HAN = re.compile("[\u4e00-\u9fff]+")
OUTSIDE = re.compile(r"""(?:src|href)=["'](?:https?:)?//|url\(["']?(?:https?:)?//|@import""")


def counties() -> list[Path]:
    """Folders of playbooks that hold for one place, and not for the whole country."""
    return [path.parent for path in PLAYBOOKS.glob("*/playbook.yaml") if "holds_for" in path.read_text()]


def names_of(county: Path) -> set[str]:
    """The playbook's key, its titles, and every unit's name in full and as people shorten it."""
    header = YAML(typ="safe").load((county / "playbook.yaml").read_text())
    names = {header["playbook"], *header["title"].values()}
    for table in county.glob("*.csv"):
        with table.open(newline="", encoding="utf-8") as file:
            names |= {row["name"] for row in csv.DictReader(file) if "code" in row and row.get("name")}
    return {
        name for name in names | {KIND_OF_UNIT.sub("", name) for name in names} if len(name) > 1
    } - ORDINARY


def mentions(texts: dict[str, str], names: set[str]) -> list[str]:
    """Which of *names* stand in which text; only runs of Chinese are searched for Chinese names."""
    chinese = {name for name in names if HAN.fullmatch(name)}
    return [*_found(texts, names - chinese), *_found(_chinese(texts), chinese)]


def _chinese(texts: dict[str, str]) -> dict[str, str]:
    return {path: " ".join(HAN.findall(text)) for path, text in texts.items()}


def _found(texts: dict[str, str], names: set[str]) -> list[str]:
    if not names:
        return []
    longest_first = sorted(names, key=len, reverse=True)
    any_name = re.compile("|".join(re.escape(name) for name in longest_first), re.IGNORECASE)
    return [f"{path}: {found[0]}" for path, text in texts.items() if (found := any_name.search(text))]


def package_texts() -> dict[str, str]:
    """Every readable file of the package, its tests too: what they need they invent."""
    files = [
        path for path in PACKAGE.rglob("*") if path.suffix in TEXT_FILES and "__pycache__" not in path.parts
    ]
    return {str(path.relative_to(ROOT)): path.read_text() for path in files}


def published_texts() -> dict[str, str]:
    """Every tracked file that is text."""
    texts = {}
    for path in tracked():
        try:
            texts[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return texts


def forbidden(texts: dict[str, str], words: tuple[str, ...]) -> list[str]:
    """Which text holds which word."""
    return [f"{path}: {word}" for path, text in texts.items() for word in words if word in text]


def direct() -> set[str]:
    """The dependencies we ask for by name."""
    lines = [
        line
        for name in ("run", "dev", "build")
        for line in (ROOT / f"requirements/{name}.in").read_text().splitlines()
    ]
    return {
        re.split(r"[\[=<>~! ]", line)[0].lower() for line in lines if line and not line.startswith(("#", "-"))
    }


def unexplained(names: set[str], page: str) -> list[str]:
    """Dependencies that the page does not name."""
    return sorted(name for name in names if not re.search(rf"\b{re.escape(name)}\b", page.lower()))


def test_no_county_is_named_in_the_code():
    names = set().union(*(names_of(county) for county in counties()))
    offenders = mentions(package_texts(), names)
    assert counties(), "no county's playbook was found"
    assert not offenders, said(offenders)


def test_nothing_published_names_a_registry_or_a_machine():
    offenders = forbidden(published_texts(), HOSTS + MACHINE)
    assert not offenders, said(offenders)


def test_pages_load_nothing_from_elsewhere():
    pages = templates() | {str(path.relative_to(ROOT)): path.read_text() for path in PACKAGE.rglob("*.css")}
    offenders = [f"{path}: {found[0]}" for path, text in pages.items() if (found := OUTSIDE.search(text))]
    assert not offenders, said(offenders)


def test_every_dependency_has_its_reason():
    missing = unexplained(direct(), (ROOT / "docs" / "dependencies.md").read_text())
    assert not missing, said(missing)


def test_locks_hold_hashes_and_no_address():
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        pins, hashes = re.findall(r"^[\w.\[\],-]+==", text, re.MULTILINE), text.count("--hash=sha256:")
        assert pins, lock
        assert hashes >= len(pins), lock
        assert "http" not in text.replace("httpx", "").replace("httpcore", "").replace("http-ece", ""), lock


def test_the_guards_find_what_is_planted():
    county = next(folder for folder in counties() if "沙家浜镇" in names_of(folder))
    name = sorted(names_of(county))[-1]
    assert mentions({"haitang/web/views.py": f"if unit.name == '{name}':"}, names_of(county))
    assert {"沙家浜镇", "沙家浜", "花园浜"} <= names_of(county)
    assert mentions({"haitang/web/tests/county.py": "add_unit('花园浜')"}, names_of(county))
    assert forbidden({"Makefile": "pip install --index-url https://" + HOSTS[0]}, HOSTS)
    assert forbidden({"a.py": "open('" + MACHINE[1] + "x')"}, MACHINE)
    assert OUTSIDE.search('<script src="https://example.com/a.js">')
    assert OUTSIDE.search("src: url(//example.com/a.woff2)")
    assert not OUTSIDE.search('<script src="/static/ui/haitang.js">')
    assert unexplained({"django", "left-pad"}, "| Django | the house stands on it |") == ["left-pad"]
