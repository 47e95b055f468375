"""How accounts come to be: an office opens them; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from haitang.kernel.registry.models import Account
from haitang.lib.text import Text
from haitang.ui.words import say

NO_ACCOUNT = Text(
    zh="统一登录认得您，但这里还没有以“{name}”为用户名的账号。请联系管理员开通。",
    en="The directory knows you, but no account here is called “{name}”. Ask your office to open one.",
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an organisation opens accounts for its own people."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """A county's own OpenID Connect directory signs in those who already have an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: the directory proves who someone is, posts say what they may do."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link whom the directory names ``preferred_username`` to the account of that user name, once.

        The house trusts the directory it was set up with for user names; a grown sample account is nobody's.
        """
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        name = sociallogin.user.username
        account = Account.objects.filter(username=name, is_active=True, is_sample=False).first()
        if account is None:
            messages.error(request, say(NO_ACCOUNT).format(name=name))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, account)
