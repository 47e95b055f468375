"""Whom one may sign in as, and where a resident goes without."""

from dataclasses import dataclass

from django.db.models import Prefetch

from haitang.desks.sampling.enums import AskingStage
from haitang.desks.sampling.loaders import word_of
from haitang.desks.sampling.models import DrawnMatter
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import standing
from haitang.kernel.registry.models import Account, Post
from haitang.lib import clock
from haitang.lib.text import Text
from haitang.sample.declare import sample_of
from haitang.ui.addresses import page_of


@dataclass(frozen=True)
class SamplePerson:
    """One line of the table of sample people."""

    username: str
    name: str
    role: Text
    unit: str
    says: Text


def sample_people() -> list[SamplePerson]:
    """Everyone that may be signed in as, in the order of the playbook."""
    held = Post.objects.filter(standing(clock.today())).select_related("role", "unit").order_by("pk")
    accounts = Account.objects.filter(is_sample=True, is_active=True, person__isnull=False)
    found = accounts.select_related("person").prefetch_related(Prefetch("person__posts", held)).order_by("pk")
    return [_line(account, post) for account in found for post in _posts(account)[:1]]


def open_answer() -> str:
    """The page of a resident who was drawn by lot and has not answered yet; empty where no draw runs."""
    drawn = DrawnMatter.objects.filter(stage=AskingStage.INVITED, draw__over_at=None)
    one = drawn.filter(draw__ends_on__gte=clock.today()).order_by("pk").first()
    return page_of("sample answer", word_of(one)) if one else ""


def sample_account(username: str) -> Account | None:
    """The grown account of this name; no other is ever returned."""
    return Account.objects.filter(username=username, is_sample=True, is_active=True).first()


def _posts(account: Account) -> list[Post]:
    return list(account.person.posts.all()) if account.person else []


def _line(account: Account, post: Post) -> SamplePerson:
    says = _said(post.region_id).get(account.username, post.role.label)
    return SamplePerson(account.username, post.person.name, post.role.label, post.unit.name, says)


def _said(region_id: int) -> dict[str, Text]:
    return {one.username: one.says for one in sample_of(house_of(region_id)).sign_in}
