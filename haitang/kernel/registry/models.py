"""Who and where: regions, units in a tree, people, posts, ties, places; accounts, tokens and looks."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from haitang.kernel.registry.enums import Education, Sex, Side
from haitang.kernel.registry.gram_index import GramIndex as GramIndex  # noqa: PLC0414 -- handed on to those above
from haitang.lib.ids import new_id
from haitang.lib.text import Text


class PathField(models.CharField):  # type: ignore[type-arg]  # Django's class takes no parameters at run time
    """Text compared byte by byte on every database.

    A subtree is a range of paths. Under a linguistic collation, which a PostgreSQL database usually has,
    the stroke between two ids would be ignored in comparisons and the range would be wrong.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:  # reason: Django's own signature
        """The plain column, with the byte-wise collation where that is not the only one."""
        found = super().db_parameters(connection)
        return {**found, "collation": "C" if connection.vendor == "postgresql" else None}


class Region(models.Model):
    """The root that bears a playbook, usually a county; the key every table is partitioned by."""

    key = models.SlugField(unique=True)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=100)
    #: A fresh stamp at every change of units, posts and roles, never used twice, not even after a
    #: rollback: what caches are keyed by.
    revision = models.BigIntegerField(default=1)
    #: A known text sealed with this installation's key, so that a lost key is noticed at the start.
    canary = models.BinaryField(blank=True, default=b"")

    def __str__(self) -> str:
        return self.name


class Word(models.Model):
    """What a playbook declares and rows point to; ``holder`` is the unit whose playbook did."""

    region = models.ForeignKey(Region, models.PROTECT)
    holder = models.ForeignKey("registry.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    key = models.SlugField()
    label_zh = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label_zh

    @property
    def label(self) -> Text:
        """The name in both languages."""
        return Text(zh=self.label_zh, en=self.label_en)


class UnitKind(Word):
    """A kind of collective (county, town, village, department, household …), declared by a playbook."""

    class Meta:
        constraints = [UniqueConstraint(fields=["region", "key"], name="a_unit_kind_has_one_key_in_a_region")]


class Unit(models.Model):
    """Any collective in the one tree; ``path`` is the ids from the root down, ``"1/7/42/"``."""

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    kind = models.ForeignKey(UnitKind, models.PROTECT, db_index=False)
    code = models.CharField(max_length=24, blank=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = PathField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    #: Why it was closed, as whoever closed it said.
    ended_because = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["region", "code"], condition=~Q(code=""), name="a_unit_code_is_unique_in_a_region"
            ),
            CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_unit_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["region", "kind", "path"]), models.Index(fields=["path"])]

    def __str__(self) -> str:
        return self.name


class UnitAncestor(models.Model):
    """The dated closure of the tree: *unit* lay under *ancestor* from ``since`` until before ``until``.

    A unit is its own ancestor at depth 0. This is what makes a figure "as of" a past day right.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="ancestry", db_index=False)
    ancestor = models.ForeignKey(Unit, models.PROTECT, related_name="lineage", db_index=False)
    depth = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["unit", "ancestor", "since"], name="one_ancestry_from_a_day"),
        ]
        indexes = [models.Index(fields=["ancestor", "unit"])]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.ancestor_id}"


class Person(models.Model):
    """As little as the work needs. Phone and identity number are sealed; found by blind index only.

    ``born_year`` and ``born_md`` (month * 100 + day) repeat ``born_on`` as integers because the one
    measure compiler may not do date arithmetic (SQLite 3.40 cannot).
    """

    region = models.ForeignKey(Region, models.PROTECT)
    uuid = models.UUIDField(default=new_id, unique=True)
    name = models.CharField(max_length=60, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN, blank=True)
    born_on = models.DateField(null=True, blank=True)
    born_year = models.PositiveSmallIntegerField(null=True, blank=True)
    born_md = models.PositiveSmallIntegerField(null=True, blank=True)
    education = models.PositiveSmallIntegerField(choices=Education.choices, default=Education.UNKNOWN)
    full_time_degree = models.BooleanField(default=False)
    phone_sealed = models.BinaryField(blank=True, default=b"")
    phone_index = models.CharField(max_length=64, blank=True)
    identity_sealed = models.BinaryField(blank=True, default=b"")
    identity_index = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    #: Why, as whoever did it said; sealed, as it may tell of the person.
    erased_because_sealed = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["region", "identity_index"],
                condition=~Q(identity_index=""),
                name="an_identity_is_enrolled_once_in_a_region",
            )
        ]
        indexes = [
            models.Index(fields=["phone_index"]),
            models.Index(fields=["identity_index"]),
            models.Index(fields=["region", "name"], name="person_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Role(Word):
    """What one may be at a unit (secretary, clerk, member …); its abilities hold over the subtree."""

    #: The kinds of unit where this role is held; none named means any.
    at = models.ManyToManyField(UnitKind, blank=True, related_name="roles")

    class Meta:
        constraints = [UniqueConstraint(fields=["region", "key"], name="a_role_has_one_key_in_a_region")]


class RoleAbility(models.Model):
    """A role holds an ability, named ``part.verb`` (``matters.move``)."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="abilities")
    ability = models.CharField(max_length=60)

    class Meta:
        constraints = [UniqueConstraint(fields=["role", "ability"], name="a_role_holds_an_ability_once")]
        indexes = [models.Index(fields=["ability", "role"])]

    def __str__(self) -> str:
        return self.ability


class Post(models.Model):
    """A person holds a role at a unit from a day until before a day. Permission is a post."""

    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", db_index=False)
    role = models.ForeignKey(Role, models.PROTECT, db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", db_index=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    #: Why it ended, as whoever ended it said.
    ended_because = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_post_ends_after_it_begins"
            ),
            UniqueConstraint(fields=["person", "role", "unit", "since"], name="a_post_begins_once"),
        ]
        indexes = [models.Index(fields=["region", "role", "unit"]), models.Index(fields=["unit", "role"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role_id}@{self.unit_id}"


class TieKind(Word):
    """A declared kind of link, between people or between units."""

    #: The role whose abilities the person has over the tied unit's subtree, while the tie holds.
    gives = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="given_by")
    from_side = models.CharField(max_length=6, choices=Side.choices)
    to_side = models.CharField(max_length=6, choices=Side.choices)

    class Meta:
        constraints = [UniqueConstraint(fields=["region", "key"], name="a_tie_kind_has_one_key_in_a_region")]


class Tie(models.Model):
    """A dated link from one person or unit to another (agent → community, mentor → apprentice)."""

    region = models.ForeignKey(Region, models.PROTECT)
    kind = models.ForeignKey(TieKind, models.PROTECT)
    from_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ties_from")
    from_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="ties_from")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="ties_to")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="ties_to")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(from_person=None, from_unit__isnull=False)
                | Q(from_person__isnull=False, from_unit=None),
                name="a_tie_begins_at_a_person_or_a_unit",
            ),
            CheckConstraint(
                condition=Q(to_person=None, to_unit__isnull=False) | Q(to_person__isnull=False, to_unit=None),
                name="a_tie_ends_at_a_person_or_a_unit",
            ),
            CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="a_tie_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"tie {self.pk}"


class PlaceKind(Word):
    """A declared purpose of places (service point, station, scene of a problem)."""

    class Meta:
        constraints = [
            UniqueConstraint(fields=["region", "key"], name="a_place_kind_has_one_key_in_a_region")
        ]


class Place(models.Model):
    """A point with a purpose; degrees times one million, so that both databases agree exactly."""

    region = models.ForeignKey(Region, models.PROTECT)
    kind = models.ForeignKey(PlaceKind, models.PROTECT, related_name="places")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="places")
    name = models.CharField(max_length=120)
    latitude_micro = models.IntegerField()
    longitude_micro = models.IntegerField()

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Accounts are made by ``actions.open_account``; Django only needs the look-up."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A way to sign in; what it may do hangs on its person's posts alone."""

    username = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    #: Grown with a sample county: one-click sign-in accepts no other.
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class ApiToken(models.Model):
    """A key for a program, worth one post and no more; only its digest is kept."""

    digest = models.CharField(max_length=64, unique=True)
    post = models.ForeignKey(Post, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Look(models.Model):
    """Someone looked at sealed contact data; the person looked at can see it.

    ``contact`` is the UUID of contact data kept by a matter, without a foreign key because matters lie
    above the registry.
    """

    region = models.ForeignKey(Region, models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    #: Nobody where the house itself used it, to send what the person asked to be sent.
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="looks_made")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="looks_at")
    contact = models.UUIDField(null=True, blank=True, db_index=True)
    #: As what they looked: a resident is told the post and never the name.
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    field = models.CharField(max_length=20)
    why = models.CharField(max_length=200)

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(person=None, contact__isnull=False) | Q(person__isnull=False, contact=None),
                name="a_look_is_at_a_person_or_a_contact",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id} looked at {self.field}"
