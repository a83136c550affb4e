"""Translations are compiled without gettext's tools."""

import gettext

import pytest

from config.setup.translations import compile_file

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    return path


def test_words_and_plurals_arrive(source):
    source.write_text(
        HEAD
        + 'msgid "Failed"\nmsgstr "Fallido"\n\n'
        + 'msgid "%d try"\nmsgid_plural "%d tries"\nmsgstr[0] "%d intento"\nmsgstr[1] "%d intentos"\n'
    )

    with compile_file(source).open("rb") as file:
        words = gettext.GNUTranslations(file)

    assert words.gettext("Failed") == "Fallido"
    assert [words.ngettext("%d try", "%d tries", n) for n in (1, 3)] == ["%d intento", "%d intentos"]


@pytest.mark.parametrize(
    "broken",
    [
        'msgid "a"\nthese words are no translation\n',
        '#, python-format\nmsgid "%(count)d left"\nmsgstr "quedan %(cuenta)d"\n',
    ],
)
def test_a_broken_file_is_named(source, broken):
    source.write_text(HEAD + broken)

    with pytest.raises(SystemExit, match=r"django\.po(: |, line \d)"):
        compile_file(source)
