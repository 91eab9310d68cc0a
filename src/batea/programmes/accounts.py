"""Who signs in. An account belongs to the installation; what it may do is decided per programme (roles.py)."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Accounts(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.full_clean(exclude=["password"])
        account.save(using=self._db)
        return account

    def create_superuser(self, email, password=None, **fields):
        """Django's own name for the first account of an installation."""
        return self.create_user(email, password, is_operator=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class Account(AbstractBaseUser):
    """A sign-in. `is_operator` may create programmes and bring bundles in; it opens no programme by itself."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_operator = models.BooleanField(_("operates this installation"), default=False)
    is_demo = models.BooleanField(_("demo sign-in"), default=False, editable=False)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = Accounts()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    is_staff = is_superuser = False

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return str(self)

    # Django's own permission words are not used: what one may do is asked of the membership.
    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False
