"""Settings, from environment variables; the embedded defaults need none of them."""

import warnings
from pathlib import Path

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _
from environs import Env, validate
from js_asset import static_lazy
from kombu import Queue

from config import observability, policies, services
from config.beat import Often
from config.deployment import read_deployment, secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
# A time limit or a lease of nothing would let nothing be done, or everything be done twice: such a setting stops the start.
POSITIVE = validate.Range(min=0, min_inclusive=False)
NOT_NEGATIVE = validate.Range(min=0)
deployment = read_deployment(env, BASE_DIR)

SECRET_KEY = deployment.secret_key
# Secrets before the present ones, between blanks or on lines of their own; see ``manage.py rotate_secrets``.
SECRET_KEY_FALLBACKS: list[str] = secret(env, "SECRET_KEY_FALLBACKS").split()
DEBUG = deployment.debug
DEMO = deployment.demo
DATA_DIR = deployment.data_dir
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL: str = env.str("SITE_URL", deployment.site_url)

INSTALLED_APPS = [
    "config.admin.ConsultAdminConfig",
    # Before Django's accounts, whose command ``createsuperuser`` it has in Vietnamese.
    "consult",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_prose_editor",
    "js_asset",
    "storages",
    "viewflow",
    "viewflow.workflow",
    "workflows",
]

MIDDLEWARE = [
    "consult.views.middleware.RequestLogMiddleware",
    "consult.views.health.HealthMiddleware",
    "consult.views.middleware.PackedPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "consult.views.middleware.PermissionsPolicyMiddleware",
    "consult.views.middleware.NoIndexMiddleware",
    "consult.views.methods.MethodMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "consult.views.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "consult.views.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "consult.views.autosaving.SignedOutMiddleware",
    "consult.views.two_factor.TwoFactorMiddleware",
    "consult.views.middleware.RefusalMiddleware",
    "consult.views.sent_forms.SentFormMiddleware",
]

# What our own part of the editor writes is cleaned by consult.richtext, as all of it is.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("consult/pasting.js")], "extensions": {"Pasting": lambda _options, _allowed: None}}
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "consult.views.context.shell",
            ],
            "builtins": ["consult.templatetags.icons"],
        },
    }
]

# ---------------------------------------------------------------- database
DATABASES = {"default": services.database(env, DATA_DIR)}
# The role of web and workers, where another one owns the tables: `manage.py make_role` makes it.
DATABASE_APPLICATION_ROLE: str = env.str("DATABASE_APPLICATION_ROLE", "")
DATABASE_APPLICATION_PASSWORD: str = secret(env, "DATABASE_APPLICATION_PASSWORD")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "consult.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my_work"
ACCOUNT_ADAPTER = "consult.views.accounts.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "consult.views.accounts.AskLinkForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
# How many reverse proxies stand before the web processes: the limits count by the address that the last of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 0, validate=NOT_NEGATIVE)
# Leaders, clerks and administrators sign in with a second factor.
REQUIRE_TWO_FACTOR: bool = deployment.production
MFA_ADAPTER = "consult.views.two_factor.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Consult"
# Steps of 30 s by which a phone's clock may be off, as RFC 6238 advises; the forms see to it that a code opens once.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "consult.views.two_factor.SecondFactorForm",
    "activate_totp": "consult.views.two_factor.SecondFactorSetUpForm",
    "reauthenticate": "consult.views.two_factor.SecondFactorAgainForm",
}
# Passkeys want HTTPS; browsers make an exception for localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not deployment.production
# Wrong codes on the public page for checking documents, for each address.
WRONG_CODES_AT_MOST = 20
WRONG_CODES_SECONDS = 600
# Wrong codes of the set-up, and mails that are tried there, for each address.
SETUP_CODES_AT_MOST = 10
SETUP_CODES_SECONDS = 600
MAIL_TRIALS_AT_MOST = 10
MAIL_TRIALS_SECONDS = 600
# Guests whom one address may enter by a workshop's link; a whole hall may sit behind one address.
GUESTS_AT_MOST = 60
GUESTS_SECONDS = 3600
# Requests for access from one address, also those that were not in order.
ACCESS_ASKED_AT_MOST = 20
ACCESS_ASKED_SECONDS = 86400
# Documents that one person may have made in order to look at them before an act.
PREVIEWS_AT_MOST = 60
PREVIEWS_SECONDS = 600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# How long a link that sets a password stays good, in seconds: an invited expert answers within days.
PASSWORD_RESET_TIMEOUT = 14 * 24 * 3600

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["consult.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(DATA_DIR / "static")))
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_FINDERS = [
    "config.static_files.UsedAppsFinder",
    "config.npm_finder.NodeModulesFinder",
    "config.made_files.MadeFilesFinder",
]
# Gathered by ``collectstatic`` they are packed and kept by browsers for good; else each comes straight from its package.
STATIC_GATHERED: bool = env.bool("STATIC_GATHERED", deployment.production)
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not STATIC_GATHERED
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("woff2", "woff", "png", "jpg", "gif", "bcmap", "pfb", "ttf", "map", "wasm")
WHITENOISE_ADD_HEADERS_FUNCTION = policies.add_headers
if WHITENOISE_USE_FINDERS:
    # The folder into which others gather them need not be there.
    warnings.filterwarnings("ignore", "No directory at", UserWarning)
GATHERED, STRAIGHT = "config.static_files.GatheredStaticFiles", "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": services.file_store(env, DATA_DIR),
    "staticfiles": {"BACKEND": GATHERED if STATIC_GATHERED else STRAIGHT},
}
# "app": the web process sends files itself. "proxy": it tells the reverse proxy where they lie (X-Accel-Redirect).
SERVE_FILES_BY: str = env.str("SERVE_FILES_BY", "app", validate=validate.OneOf(["app", "proxy"]))
MEBIBYTE = 1024 * 1024
UPLOAD_FILE_LIMIT: int = env.int("UPLOAD_FILE_LIMIT_MIB", 50, validate=POSITIVE) * MEBIBYTE
FILE_UPLOAD_HANDLERS = [
    "consult.views.uploading.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Rows of a council or a register are many; nothing here has more.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
UPLOAD_DOSSIER_LIMIT: int = env.int("UPLOAD_DOSSIER_LIMIT_MIB", 500, validate=POSITIVE) * MEBIBYTE
# When the disk has less room, uploads are refused, so that documents, mails and rows have it; see consult/storage/space.py.
MIN_FREE: int = env.int("MIN_FREE_MIB", 512, validate=NOT_NEGATIVE) * MEBIBYTE

# ---------------------------------------------------------------- backups
# Where a backup goes each night: a folder, or s3://bucket/prefix; none without it.
BACKUP_TO: str = services.backup_place(env)
if BACKUP_TO:
    STORAGES["backups"] = services.backup_store(env, BACKUP_TO)
# Rows are written here before they go there, and once a month a backup is restored here and thrown away again.
BACKUP_SCRATCH = Path(env.str("BACKUP_SCRATCH", "") or str(DATA_DIR / "scratch"))

# ---------------------------------------------------------------- documents
# What making one document may take.
RENDER_SECONDS: float = env.float("RENDER_SECONDS", 60.0, validate=POSITIVE)
RENDER_MEMORY_MIB: int = env.int("RENDER_MEMORY_MIB", 1024, validate=POSITIVE)
# Acts are refused whose documents could not be made (decision 45). The tests do without where they do not test it.
TRIAL_RENDERING: bool = True
RENDER_PAGES: int = env.int("RENDER_PAGES", 300, validate=POSITIVE)

# ---------------------------------------------------------------- signatures
SIGNING_SECRET = deployment.signing_secret
SIGNING_SECRET_FALLBACKS: list[str] = secret(env, "SIGNING_SECRET_FALLBACKS").split()
# A time-stamp server (RFC 3161), and whether revocation data is fetched to keep signatures checkable for decades.
TIME_STAMP_URL: str = env.str("TIME_STAMP_URL", "")
FETCH_REVOCATION: bool = env.bool("FETCH_REVOCATION", False)
PKCS11_MODULE: str = env.str("PKCS11_MODULE", "")
PKCS11_TOKEN: str = env.str("PKCS11_TOKEN", "")
PKCS11_PIN: str = secret(env, "PKCS11_PIN")

# ---------------------------------------------------------------- mail
EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", f"file:///{DATA_DIR / 'mails'}" if DEMO else "console://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
if EMAIL_BACKEND.endswith("filebased.EmailBackend"):
    EMAIL_BACKEND = "consult.storage.mail_folder.FolderMail"
EMAIL_FILE_PATH = DATA_DIR / "mails"
for _key in ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS", "EMAIL_USE_SSL"):
    if _key in EMAIL_CONFIG:
        globals()[_key] = EMAIL_CONFIG[_key]
EMAIL_HOST_PASSWORD: str = secret(env, "EMAIL_PASSWORD") or EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
# Seconds without an answer from the mail server, for each thing it is asked.
EMAIL_TIMEOUT: float = env.float("EMAIL_TIMEOUT_SECONDS", 20.0, validate=POSITIVE)
# The provider that says of each mail what became of it, and what it shows (as the user "consult"); off without both.
MAIL_WEBHOOK: str = env.str("MAIL_WEBHOOK", "", validate=validate.OneOf(["", "postmark", "brevo"]))
MAIL_WEBHOOK_SECRET: str = secret(env, "MAIL_WEBHOOK_SECRET")
# Links that set a password go out to people who ask for them, in the whole installation, so often a day.
PASSWORD_MAILS_PER_DAY: int = env.int("PASSWORD_MAILS_PER_DAY", 500, validate=NOT_NEGATIVE)
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", "Consult <consult@localhost>")
# Django's admin under /administration/, for superusers alone; in production only where it is asked for.
ADMIN: bool = env.bool("CONSULT_ADMIN", not deployment.production)
# Hosts (with their ports) that other channels than mail may call; none unless the operator names them.
CHANNEL_HOSTS: list[str] = env.list("CHANNEL_HOSTS", [])

# ---------------------------------------------------------------- background work
# Without Redis nobody is called: ``manage.py work`` looks at the rows itself.
CELERY_BROKER_URL: str = services.broker_url(env)
CELERY_BROKER_TRANSPORT_OPTIONS = services.broker(CELERY_BROKER_URL)
DISPATCH_JOBS = CELERY_BROKER_URL.startswith("redis")
CACHES = services.caches(CELERY_BROKER_URL, DATA_DIR)
# A worker hears all of them unless its command names some with -Q.
CELERY_TASK_QUEUES = [Queue("documents"), Queue("mail"), Queue("sweep"), Queue("backup")]
CELERY_TASK_DEFAULT_QUEUE = "sweep"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULER = "config.beat:Beat"
SWEEP_SECONDS: float = env.float("SWEEP_SECONDS", 5.0, validate=POSITIVE)
# How long a job that was called for waits its turn before the sweep calls again, in case its message was lost.
DISPATCH_AGAIN_SECONDS: float = env.float("DISPATCH_AGAIN_SECONDS", 30.0, validate=POSITIVE)
REMIND_SECONDS: float = env.float("REMIND_SECONDS", 300.0, validate=POSITIVE)
HOLD_SECONDS: float = env.float("HOLD_SECONDS", 300.0, validate=POSITIVE)
JOB_LEASE_SECONDS: float = env.float("JOB_LEASE_SECONDS", 120.0, validate=POSITIVE)
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "consult.sweep", "schedule": Often(SWEEP_SECONDS), "options": {"expires": SWEEP_SECONDS}},
    # Short walks; whether one begins is decided by when the last one was, so that a machine may be off at night.
    "hold_store": {
        "task": "consult.hold_store",
        "schedule": Often(HOLD_SECONDS),
        "options": {"expires": HOLD_SECONDS},
    },
    # Looks whether a backup is due, a trial restore, or a word to the administrators.
    "back_up": {"task": "consult.back_up", "schedule": Often(HOLD_SECONDS), "options": {"expires": HOLD_SECONDS}},
    # Each stamp has a day of its own, years ahead; it is asked for every hour, so that no day goes by on a machine that is off.
    "renew": {"task": "consult.renew", "schedule": crontab(minute=25), "options": {"expires": 3000}},
    "tidy": {"task": "consult.tidy", "schedule": crontab(hour=3, minute=10), "options": {"expires": 3600}},
    # Whoever was not reached is to be known within minutes.
    "read_mailboxes": {"task": "consult.read_mailboxes", "schedule": Often(120.0), "options": {"expires": 120.0}},
    "remind": {"task": "consult.remind", "schedule": Often(REMIND_SECONDS), "options": {"expires": REMIND_SECONDS}},
}

# ---------------------------------------------------------------- safety
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policies.PAGES}
if deployment.production:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
SILENCED_SYSTEM_CHECKS = ["account.W001"]
# Where clamd listens ("host:port" or the path of a socket); without it, uploads are not searched for viruses.
CLAMD_ADDRESS: str = env.str("CLAMD_ADDRESS", "")

# ---------------------------------------------------------------- observability
# Whoever reads /metrics shows this as a bearer token; without one the page does not exist.
METRICS_TOKEN: str = secret(env, "METRICS_TOKEN")
SENTRY_DSN: str = secret(env, "SENTRY_DSN")
LOGGING = observability.logging(
    level=env.str("LOG_LEVEL", ""), form=env.str("LOG_FORMAT", "json" if deployment.production else "line")
)
observability.start_sentry(SENTRY_DSN)
