"""The transcript tells who said what, within bounds."""

from delivery.smtp.transcript import MAX_LINE_LENGTH, MAX_LINES, Recorder, written


def test_a_cut_hands_out_what_was_said_since_the_last():
    recorder = Recorder()
    recorder.note("client", "greeting", "EHLO us")
    first = recorder.cut()
    recorder.note("server", "greeting", "250 them")

    assert [line.text for line in first] == ["EHLO us"]
    assert [(line.direction, line.text) for line in recorder.cut()] == [("server", "250 them")]


def test_lines_beyond_the_bound_are_counted():
    recorder = Recorder()
    for number in range(MAX_LINES + 5):
        recorder.note("server", "greeting", str(number))

    lines = recorder.cut()

    assert len(lines) == MAX_LINES + 1
    assert lines[-1].text == "(5 more lines)"


def test_a_long_line_is_shortened_and_says_so():
    recorder = Recorder()
    recorder.note("server", "greeting", "x" * (MAX_LINE_LENGTH + 7))

    assert recorder.cut()[0].text == "x" * MAX_LINE_LENGTH + "… (7 more characters)"


def test_written_shows_direction_and_words():
    recorder = Recorder()
    recorder.note("client", "data", "DATA")
    recorder.note("server", "data", "354 Go ahead")

    lines = written(recorder.cut()).splitlines()

    assert [line.split(maxsplit=1)[1] for line in lines] == ["> DATA", "< 354 Go ahead"]
