"""The page of an e-mail on paper: every step open, nothing that is only for the screen."""

from playwright.sync_api import expect

from tests.browser.test_pages import REAL_CASE, email


def test_on_paper_every_step_is_open_and_the_menu_is_gone(new_context, log_in, world):
    page = new_context(locale="es").new_page()
    log_in(page, "support")
    page.goto(email(world, REAL_CASE))

    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")

    assert page.locator(".doc details:not([open])").count() == 0
    expect(page.locator("header.header")).to_be_hidden()
    for command in page.locator(".doc pre").all():
        expect(command).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_after_printing_the_page_is_as_it_was(new_context, log_in, world):
    page = new_context().new_page()
    log_in(page, "support")
    page.goto(email(world, REAL_CASE))
    closed = page.locator(".doc details:not([open])").count()

    page.evaluate("window.dispatchEvent(new Event('beforeprint')); window.dispatchEvent(new Event('afterprint'))")

    assert page.locator(".doc details:not([open])").count() == closed > 0
