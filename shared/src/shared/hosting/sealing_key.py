"""The key that signs a service's checkpoints: read once at start, from a file that database rights do not reach."""

import logging

from shared.proof.checkpoints import origin_of
from shared.proof.keys import SIGNS, BadKey, SigningKey
from shared.runtime.settings import Settings

log = logging.getLogger(__name__)


def sealing_key(settings: Settings, service: str) -> SigningKey | None:
    """None when no key is set: then nothing is sealed, and the log says so. Raises BadKey for one that is not ours."""
    if settings.seal_key_file is None:
        log.warning("GROSZ_SEAL_KEY_FILE is not set: no checkpoint is signed over what %s records", service)
        return None
    key = SigningKey.parse(settings.seal_key_file.read_text())
    origin = origin_of(settings.authority, service)
    if key.name != origin or key.algorithm != SIGNS:
        raise BadKey(f"{settings.seal_key_file} holds the key of {key.name}; wanted is {origin}")
    return key
