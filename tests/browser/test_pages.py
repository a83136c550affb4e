"""Every page in a real browser: for everybody, in both languages and themes, on a telephone, and without JavaScript."""

import re
import threading
import time

import pytest
from playwright.sync_api import expect

from tests.diagnostics.real_case import record

ABSURD = "550 5.1.1 " + "x" * 10_000 + " <script>alert(1)</script> \u202eltr\u202c العربية " + "wörd " * 400


#: E-mails of the demo world by what holds for them.
REAL_CASE = "explanation = 'criteria-not-met' AND reported"
HELD = "state = 'held'"
RETRIED = "state = 'accepted' AND tries > 1"
FAILED = "state = 'failed' AND NOT reported"


#: How long the demo's workers may take until there is one of each (seconds).
PATIENCE = 60


def one(world, query: str) -> int:
    """The number a query finds, as soon as the demo's workers have come so far."""
    end, pause = time.monotonic() + PATIENCE, threading.Event()
    with world.connect() as database:
        while True:
            (found,) = database.execute(query).fetchone()
            if found:
                return int(found)
            assert time.monotonic() < end, query
            pause.wait(0.2)


def email(world, condition: str) -> str:
    """The page of the newest e-mail of the demo world for which this holds."""
    return f"/emails/{one(world, f'SELECT max(id) FROM delivery_job WHERE {condition}')}/"


def held_account(world) -> str:
    """The page of an account that is on hold."""
    number = one(world, "SELECT min(id) FROM delivery_account WHERE state = 'held'")
    return f"/accounts/{number}/"


def every_page(world) -> list[str]:
    return [
        "/emails/",
        "/emails/?state=all&q=nobody-has-this-name",
        "/emails/?state=failed&category=authentication",
        email(world, REAL_CASE),
        email(world, HELD),
        email(world, RETRIED),
        email(world, FAILED) + "resend/",
        email(world, HELD) + "cancel/",
        "/accounts/",
        held_account(world),
        "/explain/",
        "/explanations/",
        "/explanations/criteria-not-met/",
        "/codes/",
        "/codes/?q=5.9.99",
        "/codes/5.7.139/",
    ]


@pytest.mark.parametrize("language", ["en-GB", "es-CO"])
def test_axe_finds_nothing_on_any_page_light_or_dark(new_context, log_in, axe, world, language):
    page = new_context(bypass_csp=True, locale=language, color_scheme="light", reduced_motion="reduce").new_page()
    log_in(page, "admin")

    for path in every_page(world):
        page.goto(path)
        axe(page)
        page.locator("#theme-toggle").click()
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        # Another theme changes nothing but colours.
        assert page.evaluate("axe.run({runOnly: ['color-contrast', 'link-in-text-block']})")["violations"] == [], path
        page.locator("#theme-toggle").click()


def test_axe_finds_nothing_where_support_may_not_act(axe_page, log_in, axe, world):
    log_in(axe_page, "support")

    for path in (email(world, FAILED), held_account(world)):
        axe_page.goto(path)
        axe(axe_page)


@pytest.mark.parametrize("width", [360, 768, 1440, 3840])
def test_nothing_is_wider_than_the_screen(new_context, log_in, world, width):
    page = new_context(viewport={"width": width, "height": 800}, locale="es").new_page()
    log_in(page, "admin")

    for path in every_page(world):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def explain(page, text: str) -> None:
    page.goto("/explain/")
    page.locator("#id_text").fill(text)
    page.locator("main button[type=submit]").click()
    expect(page.locator("#verdict-title")).to_be_visible()


def test_absurd_words_break_neither_the_page_nor_axe(new_context, log_in, axe):
    page = new_context(bypass_csp=True, viewport={"width": 360, "height": 800}).new_page()
    log_in(page, "support")

    explain(page, ABSURD)

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    axe(page)


def test_support_explains_a_pasted_error_without_leaving_the_page(browser_page, log_in):
    log_in(browser_page, "support")

    explain(browser_page, record())

    expect(browser_page.locator("#verdict-title")).to_contain_text("identity policy")
    expect(browser_page.locator("#id_text")).to_have_value(re.compile("MustIssueStartTlsFirst"))


def test_filters_change_the_list_and_the_address_and_back_returns(browser_page, log_in):
    log_in(browser_page, "support")
    browser_page.goto("/emails/")

    browser_page.locator(".view", has_text="Accepted").click()
    expect(browser_page.locator(".view-on")).to_contain_text("Accepted")
    expect(browser_page).to_have_url(re.compile(r"state=accepted"))
    browser_page.locator("#id_q").fill("nobody-has-this-name")
    expect(browser_page.locator("#emails")).to_contain_text("No e-mail fits")
    assert browser_page.url.endswith("/emails/?q=nobody-has-this-name&state=accepted")

    browser_page.go_back()
    expect(browser_page.locator(".mail").first).to_be_visible()
    browser_page.go_back()
    expect(browser_page.locator("header.header")).to_be_visible()
    expect(browser_page.locator(".view-on")).to_contain_text("Needs attention")


def test_a_command_is_copied(new_context, log_in, world):
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    log_in(page, "support")
    page.goto(email(world, REAL_CASE))

    button = page.locator("#step-1 .copy").first
    button.click()

    expect(button).to_have_text("Copied")
    assert (
        page.evaluate("navigator.clipboard.readText()") == page.locator("#step-1 .command-lines").first.text_content()
    )


def test_the_theme_is_kept(browser_page, log_in):
    log_in(browser_page, "support")
    browser_page.locator("#theme-toggle").click()

    browser_page.reload()

    expect(browser_page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_the_language_is_kept(browser_page, log_in):
    log_in(browser_page, "support")

    browser_page.locator(".language button[value=es]").click()

    expect(browser_page.locator("h1")).to_have_text("Correos")
    browser_page.goto("/accounts/")
    expect(browser_page.locator("h1")).to_have_text("Cuentas")


def test_times_are_the_viewers_own(new_context, log_in, world):
    page = new_context(timezone_id="America/Bogota").new_page()
    log_in(page, "support")

    page.goto("/emails/")

    expect(page.locator("footer")).to_contain_text("America/Bogota")


def test_everything_works_without_javascript(new_context, log_in, world):
    page = new_context(java_script_enabled=False).new_page()
    log_in(page, "admin")
    page.locator(".view", has_text="Failed").click()
    page.locator(".filters-more summary").click()
    page.locator("#id_category").select_option("authentication")
    page.get_by_role("button", name="Apply").click()
    page.locator(".mail-link").first.click()

    expect(page.locator("#verdict-title")).to_be_visible()
    page.goto("/explain/")
    page.locator("#id_text").fill("550 5.1.1 no such user")
    page.locator("main button[type=submit]").click()
    expect(page.locator("#verdict-title")).to_be_visible()


def test_dark_is_dark_without_javascript_too(new_context):
    page = new_context(java_script_enabled=False, color_scheme="dark").new_page()
    page.goto("/login/")

    assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != "rgb(245, 247, 250)"


def test_the_keyboard_reaches_the_content_first(browser_page, log_in):
    log_in(browser_page, "support")

    browser_page.keyboard.press("Tab")
    expect(browser_page.locator(".skip-link")).to_be_focused()
    browser_page.keyboard.press("Enter")

    expect(browser_page.locator("#main")).to_be_focused()


def test_the_chart_is_drawn_and_its_table_holds_numbers(browser_page, log_in, world):
    log_in(browser_page, "support")

    browser_page.goto(held_account(world))

    expect(browser_page.locator("#trend-chart canvas")).to_be_visible()
    browser_page.get_by_text("The same as a table").click()
    expect(browser_page.locator(".trend-table tfoot")).to_be_visible()


def test_the_story_broken_fixed_released_sent_can_be_lived(browser_page, log_in, world):
    log_in(browser_page, "admin")
    account = one(world, "SELECT max(id) FROM delivery_account WHERE state = 'held'")
    browser_page.goto(f"/accounts/{account}/")
    expect(browser_page.locator("#held-title")).to_be_visible()

    browser_page.get_by_role("button", name="Fix it").click()
    expect(browser_page.locator("#messages")).to_contain_text("Fixed at the pretended provider")
    browser_page.get_by_role("button", name=re.compile(r"Release \d+ e-mail")).click()

    expect(browser_page.locator("#messages")).to_contain_text("one e-mail goes first")
    expect(browser_page.locator("#waiting")).to_contain_text(re.compile(r"On hold\s*0"), timeout=PATIENCE * 1000)
