"""Settings of the tests: those of the portal in test mode, with what makes tests fast and apart from real data."""

import os

os.environ["SAKIP_MODE"] = "test"
os.environ["DEBUG"] = "0"

from sakip.settings import *  # noqa: F403 - the mode must be set before the settings are read

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; no account outlives a test
AXES_ENABLED = False  # client.login() has no request; the lock-out test turns it on
