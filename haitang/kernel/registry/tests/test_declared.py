from datetime import timedelta

import pytest

from haitang.kernel.registry.abilities import register_own
from haitang.kernel.registry.api import (
    RegistrySection,
    RoleRow,
    WordSpec,
    add_place,
    appoint,
    declare_roles,
    declare_unit_kinds,
    end_post,
    known_abilities,
    register_ability,
    tie,
)
from haitang.kernel.registry.models import PlaceKind, Post, Role, TieKind, Unit, UnitKind
from haitang.kernel.registry.tests.county import BEGAN, KINDS, ROLES
from haitang.lib import clock
from haitang.lib.declare import House
from haitang.lib.diagnostics import Conflict, Forbidden, Refusal
from haitang.lib.text import Text


def label(zh="书记", en="Secretary"):
    return {"zh": zh, "en": en}


def section(**words):
    return RegistrySection.model_validate(words)


def role(*abilities, at=(), was=""):
    return {"label": label(), "abilities": list(abilities), "at": list(at), "was": was}


def keys(model, county):
    return set(model.objects.filter(region=county.region, retired_on=None).values_list("key", flat=True))


def house_of(section):
    return House("test", {RegistrySection: section})


def test_apply_writes_the_rows_that_records_point_to(county):
    declared = section(
        unit_kinds={"county": {"label": label("县", "County")}, "branch": {"label": label("支部", "Branch")}},
        roles={"chair": role("registry.see", at=["branch"])},
        ties={"twin": {"label": label(), "between": ["unit", "unit"]}},
        place_kinds={"hall": {"label": label()}},
    )
    declared.apply(county.units["county"], house_of(declared))
    assert keys(UnitKind, county) == {"county", "branch"}
    assert keys(Role, county) == {"chair"}
    assert [str(kind) for kind in Role.objects.get(key="chair").at.all()] == ["支部"]
    assert str(Role.objects.get(key="chair").abilities.get()) == "registry.see"
    twin = TieKind.objects.get(key="twin", retired_on=None)
    assert (twin.from_side, twin.to_side, keys(PlaceKind, county)) == ("unit", "unit", {"hall"})


def test_to_apply_again_changes_nothing_and_what_comes_back_is_revived(county):
    root = county.units["county"]
    before = list(Role.objects.order_by("key").values_list("id", "key"))
    full = {key: RoleRow(Text.both(key)) for _, key in before}
    declare_roles(root, roles={}, actor=county.house)
    assert keys(Role, county) == set()
    declare_roles(root, roles=full, actor=county.house)
    declare_roles(root, roles=full, actor=county.house)
    assert list(Role.objects.order_by("key").values_list("id", "key")) == before
    assert keys(Role, county) == set(full)


def test_a_renamed_role_keeps_its_row_and_so_its_posts(county):
    post = county.people["mei"].posts.get()
    renamed = {"comrade": RoleRow(Text.both("comrade"), was="member")}
    declare_roles(county.units["county"], roles=renamed, actor=county.house)
    post.refresh_from_db()
    assert (post.role.key, post.role.label) == ("comrade", Text.both("comrade"))
    assert county.actor("mei").roles == {"comrade"}
    declare_roles(county.units["county"], roles=renamed, actor=county.house)
    assert keys(Role, county) == {"comrade"}


def test_a_town_adds_words_and_leaves_those_of_its_county_alone(county):
    root, east = county.units["county"], county.units["east"]
    words = {key: WordSpec(Text.both(key)) for key in ("county", "town", "village", "community", "household")}
    declare_unit_kinds(root, kinds=words, actor=county.house)
    town = words | {"town": WordSpec(Text.both("renamed")), "compound": WordSpec(Text.both("compound"))}
    declare_unit_kinds(east, kinds=town, actor=county.house)
    assert UnitKind.objects.get(key="town").label_en == "town"
    assert UnitKind.objects.get(key="compound").holder == east
    declare_unit_kinds(root, kinds=words, actor=county.house)
    assert "compound" in keys(UnitKind, county)
    declare_unit_kinds(east, kinds=words, actor=county.house)
    assert keys(UnitKind, county) == set(words)


def test_neither_a_town_nor_its_county_writes_the_word_of_another_town(county):
    east, west = county.units["east"], county.units["west"]
    mild = {"host": RoleRow(Text.both("host"), abilities=("registry.see",))}
    declare_roles(east, roles=mild, actor=county.house)
    for at in (west, county.units["county"]):
        strong = {"host": RoleRow(Text.both("mine"), abilities=("registry.grant",))}
        with pytest.raises(Conflict, match=r"East has a host of its own\."):
            declare_roles(at, roles=strong, actor=county.house)
    role = Role.objects.get(key="host")
    assert (role.label_en, role.holder, str(role.abilities.get())) == ("host", east, "registry.see")


def test_a_rename_never_takes_the_word_of_another_town(county):
    east, west = county.units["east"], county.units["west"]
    declare_roles(east, roles={"host": RoleRow(Text.both("host"))}, actor=county.house)
    mine = {"guest": RoleRow(Text.both("mine"), was="host")}
    declare_roles(west, roles=mine, actor=county.house)
    assert (Role.objects.get(key="host").holder, Role.objects.get(key="guest").holder) == (east, west)


def test_what_a_town_has_retired_another_may_take(county):
    east, west = county.units["east"], county.units["west"]
    declare_roles(east, roles={"host": RoleRow(Text.both("host"))}, actor=county.house)
    declare_roles(east, roles={}, actor=county.house)
    declare_roles(west, roles={"host": RoleRow(Text.both("west"))}, actor=county.house)
    assert Role.objects.get(key="host").holder == west


def test_only_one_who_may_declares(county):
    for name in ("olive", "tom"):
        with pytest.raises(Forbidden):
            declare_roles(county.units["county"], roles={}, actor=county.actor(name))


def test_a_role_at_an_undeclared_kind_is_refused(county):
    roles = {"chair": RoleRow(Text.both("chair"), at=("galaxy",))}
    with pytest.raises(Refusal) as refused:
        declare_roles(county.units["county"], roles=roles, actor=county.house)
    assert "galaxy" in str(refused.value)


def test_unknown_abilities_and_kinds_are_faults_with_the_nearest_right_word():
    faulty = section(
        unit_kinds={"village": {"label": label()}},
        roles={"chair": role("registry.sea", "registry.see", at=["vilage", "village"])},
    )
    found = [(fault.code, fault.path, fault.hint) for fault in faulty.problems(house_of(faulty))]
    assert found == [
        ("unknown-ability", ("roles", "chair", "abilities", 0), 'Did you mean "registry.see"?'),
        ("unknown-unit-kind", ("roles", "chair", "at", 0), 'Did you mean "village"?'),
    ]


def test_a_word_like_no_other_is_told_all_there_are():
    faulty = section(unit_kinds={"village": {"label": label()}}, roles={"chair": role(at=["zzz"])})
    assert [fault.hint for fault in faulty.problems(house_of(faulty))] == ["Known: village."]


def test_every_word_is_an_identity_under_its_renames():
    declared = section(
        unit_kinds={"village": {"label": label()}},
        roles={"chair": role(was="head")},
        ties={"twin": {"label": label(), "between": ["unit", "unit"]}},
        place_kinds={"hall": {"label": label()}},
    )
    assert [(one.section, one.key, one.was) for one in declared.identities()] == [
        (("unit_kinds",), "village", ""),
        (("roles",), "chair", "head"),
        (("ties",), "twin", ""),
        (("place_kinds",), "hall", ""),
    ]


@pytest.fixture
def before():
    """What the small county's playbook would have said."""
    return section(
        unit_kinds={"village": {"label": label("村", "Village")}, "star": {"label": label()}},
        roles={"member": role(), "clerk": role("registry.see"), "unheld": role()},
        ties={"mentor": {"label": label(), "between": ["person", "person"]}},
        place_kinds={"service": {"label": label()}},
    )


def test_what_is_in_use_does_not_vanish(county, before):
    add_place(
        "Hall",
        kind="service",
        at=county.units["garden"],
        latitude_micro=0,
        longitude_micro=0,
        actor=county.house,
    )
    tie(county.people["hua"], to=county.people["mei"], kind="mentor", actor=county.house)
    effects = list(section().effects(before, county.units["county"]))
    assert {(effect.path, effect.refused) for effect in effects} == {
        (("unit_kinds", "village"), True),
        (("roles", "member"), True),
        (("roles", "clerk"), True),
        (("ties", "mentor"), True),
        (("place_kinds", "service"), True),
    }
    refused = next(effect.en for effect in effects if effect.path[-1] == "village")
    assert refused.startswith("2 units are of this kind. End them first, or rename the word by `was:`")
    assert refused.endswith("instead: {unit_kinds: {village: …}}.")


def test_a_rename_is_no_loss_and_an_unchanged_text_has_no_effect(county, before):
    renamed = before.model_copy(update={"roles": section(roles={"comrade": role(was="member")}).roles})
    lost = {effect.path for effect in renamed.effects(before, county.units["county"])}
    assert lost == {("roles", "clerk"), ("roles", "comrade")}
    kept = [one.en for one in renamed.effects(before, county.units["county"]) if one.path[-1] == "comrade"]
    assert kept == ["1 posts are held in this role and keep it"]
    assert list(before.effects(before, county.units["county"])) == []


def test_the_plan_says_whose_abilities_change(county, before):
    words = {
        "new": role("registry.see"),
        "member": role("registry.see"),
        "clerk": role("registry.tie"),
        "unheld": role("registry.see"),
    }
    after = before.model_copy(update={"roles": section(roles=words).roles})
    assert [
        (effect.path, effect.en, effect.refused) for effect in after.effects(before, county.units["county"])
    ] == [
        (("roles", "member", "abilities"), "The abilities of 1 post would change: +registry.see.", False),
        (
            ("roles", "clerk", "abilities"),
            "The abilities of 1 post would change: +registry.tie, -registry.see.",
            False,
        ),
    ]


def test_a_post_of_the_future_holds_its_role_too(county, before):
    mei, lake = county.people["mei"], county.units["lake"]
    appoint(mei, role="secretary", unit=lake, since=clock.today() + timedelta(days=30), actor=county.house)
    old = section(roles={"secretary": role()})
    effects = list(section().effects(old, county.units["county"]))
    assert effects[0].en.startswith("3 posts")


WORDS = {
    "unit_kinds": {key: {"label": label(key, key)} for key in KINDS},
    "roles": {key: role(*abilities, at=at) for key, (abilities, at) in ROLES.items()},
}


def mapped(**instead):
    """The small county's words without handlers and villages, which go elsewhere."""
    roles = {
        key: {**said, "at": [kind for kind in said["at"] if kind != "village"]}
        for key, said in WORDS["roles"].items()
        if key != "handler"
    }
    kinds = {key: said for key, said in WORDS["unit_kinds"].items() if key != "village"}
    return section(roles=roles, unit_kinds=kinds, instead=instead)


def test_what_is_held_goes_to_the_word_that_takes_its_place(county):
    at, whole = county.units["county"], section(**WORDS)
    whole.apply(at, House("", {}))
    ended = appoint(
        county.people["mei"], role="handler", unit=county.units["hill"], since=BEGAN, actor=county.house
    )
    end_post(ended, on=clock.today() - timedelta(days=9), actor=county.house)
    twice = appoint(
        county.people["fred"], role="clerk", unit=county.units["east"], since=BEGAN, actor=county.house
    )
    other = appoint(
        county.people["fred"], role="handler", unit=county.units["east"], since=BEGAN, actor=county.house
    )
    alone = list(mapped().effects(whole, at))
    gone = {("roles", "handler"), ("unit_kinds", "village")}
    assert {effect.path for effect in alone if effect.refused} == gone
    now = mapped(roles={"handler": "clerk"}, unit_kinds={"village": "community"})
    told = [effect for effect in now.effects(whole, at) if effect.path[-1] in {"handler", "village"}]
    assert [(effect.en, effect.refused) for effect in told] == [
        ("2 units are of this kind and go to community", False),
        ("3 posts are held in this role and go to clerk", False),
    ]
    now.apply(at, House("", {}))
    held = Post.objects.filter(until=None, region=county.region)
    assert not held.filter(role__key="handler").exists()
    fred, hua = (held.filter(person=county.people[name]) for name in ("fred", "hua"))
    assert [post.role.key for post in hua] == ["clerk"]
    assert twice in fred
    assert other not in fred
    ended.refresh_from_db()
    assert ended.role.key == "handler"
    assert {county.units[name].pk for name in ("lake", "hill")} <= set(
        Unit.objects.filter(kind__key="community").values_list("pk", flat=True)
    )


def test_a_mapping_leads_from_what_is_gone_to_what_is_there():
    wrong = mapped(roles={"clerk": "member", "handler": "clark"}, unit_kinds={"village": "comunity"})
    assert [fault.code for fault in wrong.problems(House("", {})) if fault.path[0] == "instead"] == [
        "word-and-instead",
        "unknown-role",
        "unknown-unit-kind",
    ]


def test_only_what_lies_at_and_under_the_unit_is_counted(county, before):
    hall = {"latitude_micro": 0, "longitude_micro": 0, "actor": county.house}
    add_place("Hall", kind="service", at=county.units["garden"], **hall)
    tie(county.people["hua"], to=county.people["mei"], kind="mentor", actor=county.house)
    found = {
        name: {
            effect.path[-1]: effect.en.split(". ")[0]
            for effect in section().effects(before, county.units[name])
        }
        for name in ("county", "east", "hill", "finance")
    }
    assert [found[name].get("village", "") for name in ("county", "east", "hill")] == [
        "2 units are of this kind",
        "1 units are of this kind",
        "1 units are of this kind",
    ]
    assert [found[name].get("service", "") for name in ("east", "hill")] == ["1 places are of this kind", ""]
    assert [found[name].get("clerk", "") for name in ("county", "hill")] == [
        "1 posts are held in this role",
        "",
    ]
    assert ["mentor" in found[name] for name in ("county", "hill", "finance")] == [True, True, False]


def test_abilities_are_named_part_and_verb_and_once():
    register_own()
    assert known_abilities()["registry.see"].zh == "查看花名册"
    for wrong in ("registry", "registry.", ".see", "a b.c"):
        with pytest.raises(ValueError, match=r"part\.verb"):
            register_ability(wrong, Text.both("x"))
    with pytest.raises(ValueError, match="another label"):
        register_ability("registry.see", Text.both("other"))
