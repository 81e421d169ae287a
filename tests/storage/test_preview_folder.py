"""A full folder of previews loses the oldest, never what somebody has just been shown."""

from __future__ import annotations

import os

from consult.storage.preview_folder import PreviewFolder


def test_what_is_oldest_goes_first(tmp_path):
    folder = PreviewFolder(str(tmp_path), {"OPTIONS": {"MAX_ENTRIES": 9}})
    for number in range(30):
        folder.set(f"k{number}", number)
        # The order in which they came, whatever the disk's clock tells apart.
        os.utime(folder._key_to_file(f"k{number}"), (number, number))
        shown = [one for one in range(number + 1) if folder.get(f"k{one}") is not None]
        assert shown == list(range(number + 1))[-len(shown) :]
        assert 6 <= len(shown) <= 9 or number < 6
