"""How an entry of the catalogue must be, and that it says what it claims: every entry goes through every test.

Run while writing: `pytest tests/diagnostics/catalogue/test_entries.py -k <file name of the entry>`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest

from diagnostics.catalogue.explanation import Explanation
from diagnostics.catalogue.registry import FOLDER, catalogue
from diagnostics.diagnose import diagnose
from diagnostics.folding import folded
from diagnostics.patterns import compiled
from diagnostics.providers import providers
from diagnostics.recognition import MARGIN, candidates
from diagnostics.vocabulary import LANGUAGES

CATALOGUE = catalogue()
ENTRIES = sorted(CATALOGUE.entries.values(), key=lambda entry: entry.code)
WRITTEN = [entry for entry in ENTRIES if not entry.pending]
#: Domains that belong to nobody (RFC 2606, RFC 6761), and addresses that servers print about themselves.
_SHAPED = re.compile(
    r"@(?:[\w-]+\.)*example(?:\.(?:com|net|org|edu))?$|@(?:[\w-]+\.)*(?:test|invalid|localhost)$|@[\w.-]*example[\w.-]*\.onmicrosoft\.com$"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_OF_SERVERS = re.compile(
    r"^(?:postmaster|abuse|mailer-daemon|support|delist|blocklist)@|@(?:sc\.)?microsoft\.com$|^.*@(?:corp\.mail\.ru|support\.aol\.com)$",
    re.IGNORECASE,
)
#: Words that can go without anything being lost.
_FILLER = re.compile(
    r"\b(?:please note|note that|it is important|it should be noted|as you (?:know|can see)|simply|obviously|of course"
    r"|basically|needless to say|in other words|at the end of the day|tenga en cuenta que|cabe (?:destacar|señalar)"
    r"|es importante|como (?:ya )?sabe|simplemente|obviamente|por supuesto|básicamente|en otras palabras|a fin de cuentas)\b",
    re.IGNORECASE,
)
_BLAME = re.compile(
    r"[!¡]|\b(?:your (?:fault|mistake)|you (?:forgot|failed|should have)|stupid|careless|su culpa|usted (?:olvidó|falló)"
    r"|debería haber|descuid\w+)\b",
    re.IGNORECASE,
)

each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
each_written_entry = pytest.mark.parametrize("entry", WRITTEN, ids=lambda entry: entry.code)


def prose(entry: Explanation) -> Iterator[tuple[str, str, str]]:
    """Every text of an entry: the field's name, the language, the words."""
    fields = {name: getattr(entry, name) for name in ("title", "summary", "meaning", "not_meaning")}
    for cause in entry.causes:
        fields |= {f"cause {cause.id} {name}": getattr(cause, name) for name in ("says", "why", "test")}
    for number, step in enumerate(entry.steps, 1):
        fields |= {f"step {number} {name}": words for name in ("says", "weakens") if (words := getattr(step, name))}
    for name, words in fields.items():
        for language in LANGUAGES:
            yield name, language, words[language]


def examples(which: str) -> list[pytest.param]:  # type: ignore[valid-type]
    """Each example or near miss of each entry, named for its entry."""
    return [
        pytest.param(entry, example, id=f"{entry.code}-{number}")
        for entry in ENTRIES
        for number, example in enumerate(getattr(entry, which), 1)
    ]


@each_entry
def test_its_name_is_plain_words(entry):
    assert re.fullmatch(r"[a-z]+[a-z0-9]*(?:-[a-z0-9]+)*", entry.code)
    assert (FOLDER / "entries" / entry.family / f"{entry.code}.toml").is_file()


@each_entry
def test_its_title_is_short_and_has_no_number(entry):
    for language in LANGUAGES:
        title = entry.title[language]
        assert 3 <= len(title) <= 60, title
        assert not title.endswith("."), title
        assert not re.search(r"\d", title.replace("Microsoft 365", "").replace("Office 365", "")), title


@each_written_entry
def test_every_text_says_something_in_every_language(entry):
    for name, language, words in prose(entry):
        assert len(words.strip()) >= 3, (name, language)
        assert "TODO" not in words, (name, language)


@each_written_entry
def test_its_languages_differ(entry):
    for field in (entry.summary, entry.meaning, entry.not_meaning, *(cause.says for cause in entry.causes)):
        assert field["en"] != field["es"]


@each_written_entry
def test_it_names_a_cause_and_a_step(entry):
    assert entry.causes
    assert entry.steps


@each_entry
def test_its_causes_have_names_of_their_own(entry):
    ids = [cause.id for cause in entry.causes]

    assert len(ids) == len(set(ids))


@each_entry
def test_its_procedures_exist(entry):
    named = {step.procedure for step in entry.steps if step.procedure} | set(entry.alternatives)

    assert named <= CATALOGUE.procedures.keys(), named - CATALOGUE.procedures.keys()


@each_entry
def test_its_clues_compile_and_name_known_providers(entry):
    assert entry.clues
    for clue in entry.clues:
        if clue.text is not None:
            compiled(clue.text)
        assert clue.provider is None or clue.provider in providers(), clue.provider


@each_entry
def test_its_clues_repeat_no_letter_that_stays_beyond_ascii(entry):
    for clue in entry.clues:
        assert not re.search(r"[^\x00-\x7f][?*+{]|\[[^\]]*[^\x00-\x7f]", folded(clue.text or "")), clue.text


@each_entry
def test_it_has_examples_and_a_near_miss(entry):
    if entry.pending:
        assert len(entry.examples) >= 1
    else:
        assert len(entry.examples) >= 2
        assert len(entry.near_misses) >= 1


@pytest.mark.parametrize(("entry", "example"), examples("examples"))
def test_each_example_is_recognised(entry, example):
    found = diagnose(example.text)

    assert found.code == entry.code, [(c.entry.code, round(c.score), c.clue.text) for c in candidates(found.evidence)][
        :4
    ]


@pytest.mark.parametrize(("entry", "example"), examples("examples"))
def test_no_other_entry_ties_on_an_example(entry, example):
    ranked = candidates(diagnose(example.text).evidence)

    assert len(ranked) == 1 or ranked[0].score - ranked[1].score >= MARGIN, [
        (c.entry.code, round(c.score, 1), c.clue.text) for c in ranked
    ][:3]


@pytest.mark.parametrize(("entry", "near_miss"), examples("near_misses"))
def test_each_near_miss_goes_elsewhere(entry, near_miss):
    code = diagnose(near_miss.text).code

    assert code != entry.code if near_miss.goes_to is None else code == near_miss.goes_to


@pytest.mark.parametrize(("entry", "near_miss"), examples("near_misses"))
def test_each_near_miss_leads_to_an_entry_that_exists(entry, near_miss):
    assert near_miss.goes_to is None or near_miss.goes_to in CATALOGUE.entries, near_miss.goes_to


@each_entry
def test_it_holds_no_real_persons_address(entry):
    for example in (*entry.examples, *entry.near_misses):
        for address in _ADDRESS.findall(example.text):
            assert _SHAPED.search(address) or _OF_SERVERS.search(address), address


def told() -> Iterator[tuple[str, str]]:
    """Every text of entries and procedures with the file it stands in; clicks repeat the menus they lead through."""
    for entry in WRITTEN:
        yield from ((entry.code, words) for _, _, words in prose(entry))
    for procedure in CATALOGUE.procedures.values():
        fields = (procedure.title, procedure.wait, procedure.verify, procedure.undo, procedure.weakens)
        commands = tuple(command.expect for command in procedure.commands)
        yield from ((procedure.id, words) for field in (*fields, *commands) if field for words in field.values())


def test_no_sentence_stands_in_two_entries_or_procedures():
    homes: dict[str, set[str]] = defaultdict(set)
    for home, words in told():
        for sentence in sentences(words):
            homes[sentence].add(home)

    assert {sentence: places for sentence, places in homes.items() if len(places) > 1} == {}


def test_no_sentence_stands_twice_in_one_entry():
    twice = {
        entry.code: sentence
        for entry in WRITTEN
        for language in LANGUAGES
        for sentence, times in Counter(
            sentence for _, spoken, words in prose(entry) if spoken == language for sentence in sentences(words)
        ).items()
        if times > 1
    }

    assert twice == {}


def test_no_word_is_filler():
    found = [(home, match[0]) for home, words in told() if (match := _FILLER.search(words))]

    assert found == []


def test_nobody_is_blamed_or_shouted_at():
    found = [(home, match[0]) for home, words in told() if (match := _BLAME.search(words))]

    assert found == []


def sentences(words: str) -> set[str]:
    """The sentences of a text that are long enough to be somebody's own."""
    return {part.strip().lower() for part in re.split(r"(?<=[.!?])\s+", words) if len(part.strip()) > 40}
