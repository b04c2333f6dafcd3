"""Offline checks of what Home Assistant, HACS and translators assume.

`python -m validation` prints each problem as `file: what is wrong`, and returns 1 if
there is one. It repeats the checks of HACS and Home Assistant's hassfest for custom
integrations, and those only for Home Assistant's own: every text is in every language
and every text is used, and each rule of the Integration Quality Scale that
`quality_scale.yaml` marks as done is held by a check here or by an existing test.
`checks.py` has the list.

Settings of the GitHub repository are not visible here, and not checked: that it has a
description and topics, that issues are enabled, that it is not archived, that a release
exists, and that GitHub recognises the licence (its text is compared here). Nor is
anything that needs a running Home Assistant: that is for tests.
"""

import homeassistant  # noqa: F401 (puts its drop-in in the place of voluptuous)
