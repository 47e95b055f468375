"""All settings, from the environment. The three that matter: DATABASE_URL, HAITANG_VAR, HAITANG_SAMPLE."""

import os
from pathlib import Path

from haitang.project import outgoing
from haitang.project.databases import database
from haitang.project.environment import directory, flag, number, secret, var_folder, words

PACKAGE = Path(__file__).resolve().parent.parent
VAR = var_folder()

#: A sample county may be signed in to with one click; a production house never sets this.
SAMPLE = flag("HAITANG_SAMPLE", default=False)
DEBUG = flag("HAITANG_DEBUG", default=False)
SECRET_KEY = secret("secret_key", VAR)
#: Seals phones and identity numbers; lose it and they are lost.
CONTACT_KEY = secret("contact_key", VAR)
ALLOWED_HOSTS = words("HAITANG_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("HAITANG_ORIGINS", "")
HTTPS = flag("HAITANG_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
#: Who trusts the proxy's word on the scheme trusts its word on the address: the last hop it wrote down.
ALLAUTH_TRUSTED_PROXY_COUNT = number("HAITANG_PROXIES", 1 if HTTPS else 0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    # before allauth, whose pages it dresses
    "haitang.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "haitang.kernel.registry",
    "haitang.kernel.playbooks",
    "haitang.kernel.ledger",
    "haitang.kernel.matters",
    "haitang.kernel.measures",
    "haitang.desks.meetings",
    "haitang.desks.requests",
    "haitang.desks.routing",
    "haitang.desks.notice",
    "haitang.desks.offers",
    "haitang.desks.rota",
    "haitang.desks.hooks",
    "haitang.desks.keeping",
    "haitang.desks.patrol",
    "haitang.desks.sampling",
    "haitang.web",
    "haitang.api",
    "haitang.project",
]
if SAMPLE:
    INSTALLED_APPS.append("haitang.sample")
#: A county's own OpenID Connect directory, if it has one; what speaks to it is slow to import.
DIRECTORY = directory()
if DIRECTORY:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")

MIDDLEWARE = [
    "haitang.api.middleware.ForProgramsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "haitang.ui.middleware.NotKeptMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "haitang.ui.middleware.ContentPolicyMiddleware",
    "haitang.ui.middleware.RefusalMiddleware",
]
#: What a program's call with a token goes through, instead of all of the above.
MIDDLEWARE_FOR_PROGRAMS = [
    "django.middleware.security.SecurityMiddleware",
    "haitang.api.middleware.AsWrittenMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "haitang.ui.middleware.ContentPolicyMiddleware",
]

ROOT_URLCONF = "haitang.project.urls"
WSGI_APPLICATION = "haitang.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

FORM_RENDERER = "haitang.ui.forms.Renderer"

DATABASES = {"default": database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "haitang.project.accounts.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "haitang.project.accounts.SocialAccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Haitang"
#: A code typed as its half minute ends, or by a phone whose clock is a little off, is taken (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": DIRECTORY}}
#: Attempts to sign in are counted here, by all processes together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ui_cached",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = VAR / "files"
#: No attached file may be larger; the server in front should allow a little more.
ATTACHMENT_MAX_BYTES = 15_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_242_880

#: Copies of the house, made every night and kept so many days; 0 makes and deletes none.
BACKUPS = Path(os.environ.get("HAITANG_BACKUPS") or VAR / "backups")
BACKUP_DAYS = number("HAITANG_BACKUP_DAYS", 14)
#: Signs web push; a browser that took it for ours takes no other, so it must not change.
PUSH_KEY = secret("push_key", VAR)
NOTICE = outgoing.notice(PUSH_KEY, CSRF_TRUSTED_ORIGINS)
#: Without a server, mail is put into files.
globals().update(outgoing.mail(VAR))

#: The playbooks that this installation knows by name: its own folder, or those shipped in the wheel.
PLAYBOOKS = PACKAGE.parent / "playbooks" if (PACKAGE.parent / "playbooks").is_dir() else PACKAGE / "shipped"
