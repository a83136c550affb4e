"""Bytes whose label is missing or wrong."""

import pytest

from diagnostics.reading.charset import decoded

JAPANESE = "メールを配信できませんでした"


@pytest.mark.parametrize("charset", ["iso2022_jp", "euc_jp", "cp932", "utf-8"])
def test_japanese_without_a_label_is_read(charset):
    assert decoded(JAPANESE.encode(charset), None) == JAPANESE


@pytest.mark.parametrize("label", [None, "x-unknown", "us-ascii", "iso-8859-1"])
def test_other_bytes_fall_back_to_western_letters(label):
    assert decoded("Buzón lleno".encode("latin-1"), label) == "Buzón lleno"
