"""How accounts come to be: an office opens them; nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Closes the public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an organisation opens accounts for its own people."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """A county's own OpenID Connect directory may sign in those who already have an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Never: the directory proves who someone is, posts say what they may do."""
        return False
