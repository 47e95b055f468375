"""The commands, as a person types them."""

import json

import pytest
from click.testing import CliRunner

from haitang.kernel.playbooks.cli import playbook
from haitang.kernel.playbooks.models import Version
from haitang.lib import clock
from haitang.lib.diagnostics import Faults, Refusal

pytestmark = pytest.mark.usefixtures("deeds")
GOOD = (
    'haitang: 1\nplaybook: county\ntitle: {zh: 县, en: County}\nholds_for: {unit: "320999"}\n'
    "deeds: {visit: {label: {zh: 走访, en: Visit}}}\n"
)


def run(*words: object, code: int = 0) -> str:
    result = CliRunner().invoke(playbook, [str(word) for word in words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.output


def test_check_says_what_is_wrong_and_fails(write):
    bad = write("bad", main=GOOD.replace("deeds", "dees"))
    output = run("check", write("county", main=GOOD), bad, code=1)
    assert output.splitlines()[0].endswith("county: 0 errors, 0 warnings.")
    assert output.splitlines()[1].endswith(
        'main.yaml:5:1: error[unknown-word]: unknown word "dees". Did you mean "deeds"?'
    )
    assert output.splitlines()[2].endswith("bad: 1 error, 0 warnings.")


@pytest.mark.parametrize("command", ["plan", "apply", "facts"])
def test_a_playbook_that_is_not_there_is_named_as_missing(command):
    with pytest.raises(Faults) as faults:
        run(command, "cuonty")
    assert "no-folder" in str(faults.value)


def test_a_warning_is_said_and_does_not_fail(write):
    rule = "rules: {r: {label: {zh: 规, en: R}, instrument: X, confidence: high}}\n"
    assert "warning[rule-without-article]" in run("check", write("county", main=GOOD + rule))


def test_plan_then_apply_then_plan_again(write, county):
    folder = write("county", main=GOOD)
    assert "+ deeds.visit" in run("plan", folder, "--language", "en")
    assert not Version.objects.exists()
    assert "county 1 ✓" in run("apply", folder, "--yes", "--language", "en")
    assert "No changes." in run("apply", folder, "--language", "en")
    assert Version.objects.count() == 1


def test_apply_asks_and_takes_no_for_an_answer(write, county):
    result = CliRunner().invoke(playbook, ["apply", str(write("county", main=GOOD))], input="n\n")
    assert result.exit_code == 1
    assert not Version.objects.exists()


def test_a_town_is_named_by_its_code(write, county, town):
    text = GOOD.replace("playbook: county", "playbook: east")
    assert "+ deeds.visit" in run("plan", write("east", main=text), "--at", town.code, "--language", "en")


def test_a_unit_that_is_not_there_is_named(write, county):
    with pytest.raises(Refusal) as caught:
        run("plan", write("county", main=GOOD.replace("320999", "999999")))
    assert caught.value.code == "playbooks.no_unit"


@pytest.mark.parametrize("command", ["plan", "apply", "facts"])
def test_a_playbook_for_no_place_is_said_to_be_one(write, county, command):
    folder = write("national", main=GOOD.replace('holds_for: {unit: "320999"}\n', ""))
    with pytest.raises(Refusal, match="holds for no place") as caught:
        run(command, folder)
    assert caught.value.code == "playbooks.holds_nowhere"
    assert str(folder) in caught.value.zh


@pytest.mark.slow(reason="counts a county's figures")
def test_facts_print_the_figure_beside_what_came_out(write, county, town):
    counted = (
        "measures: {units: {label: {zh: 单位数, en: Units}, count: units}}\n"
        "facts:\n"
        "  - {id: A-1, says: {zh: 三个单位, en: three units}, measure: units, equals: 3,"
        f" on: {clock.today()}}}\n"
    )
    folder = write("county", main=GOOD + counted)
    assert "No facts are declared" in run("facts", folder, "--at", county.code)
    run("apply", folder, "--yes")
    output = run("facts", folder, "--language", "en", code=1)
    assert output.splitlines() == ["✗ A-1: three units — 3 / 2", "1 figure came out otherwise."]


def test_the_schema_and_the_manual_are_printed():
    assert "deeds" in json.loads(run("schema"))["properties"]
    assert run("docs").startswith("# The playbook language, version 1")


def test_upgrade_says_there_is_nothing_to_do(write):
    assert run("upgrade", write("county", main=GOOD)).endswith("county: already at 1.\n")


def test_an_unknown_version_cannot_be_upgraded(write):
    with pytest.raises(Faults) as caught:
        run("upgrade", write("county", main=GOOD.replace("haitang: 1", "haitang: 7")))
    assert "no way from version 7" in str(caught.value)
