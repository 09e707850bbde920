"""Messages for people, in their language: one catalogue in Fluent files, read by the server and by the pages.

Each language is a folder: ``pages/`` goes to browsers with every page, ``server/`` stays here.  See
``docs/translating.md``.
"""

from messages.catalogue import DEFAULT, LANGUAGES, MessageCatalogue, catalogue, page_source
from messages.message import Message, as_json, from_json, in_language

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "Message",
    "MessageCatalogue",
    "as_json",
    "catalogue",
    "from_json",
    "in_language",
    "page_source",
]
