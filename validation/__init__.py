"""Checks what Home Assistant, HACS and translators take for granted, offline.

`python -m validation` prints each problem as `file: what is wrong`, and returns 1 if
there is one. It does again what HACS and Home Assistant's hassfest do to a custom
integration, and what they do only to integrations of Home Assistant's own: every text
is in every language and every text is used, and each of the rules of the Integration
Quality Scale that `quality_scale.yaml` calls done is held by a check here or by a test
that exists. `checks.py` has the list.

What only the settings of the repository at GitHub decide cannot be seen from here, and
is not checked: that it has a description and topics, that issues are switched on, that
it is not archived, that a release exists, and that GitHub recognises the licence (its
text is compared here). Nor is what needs a running Home Assistant: that is for tests.
"""

import homeassistant  # noqa: F401 (puts its drop-in in the place of voluptuous)
