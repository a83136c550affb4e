"""The way in, with a real browser on real processes."""

from playwright.sync_api import expect


def test_support_logs_in_and_is_greeted_by_the_list(browser_page, log_in):
    log_in(browser_page, "support")

    expect(browser_page.locator("main h1")).to_be_visible()


def test_a_wrong_password_stays_outside(browser_page, world):
    browser_page.goto("/login/")
    browser_page.locator("input[name=username]").fill(world.logins["admin"])
    browser_page.locator("input[name=password]").fill("not-the-password")
    browser_page.locator("form:has(input[name=password]) button[type=submit]").click()

    expect(browser_page.locator("input[name=password]")).to_be_visible()


def test_axe_finds_nothing_on_the_login_page(axe_page, axe):
    axe_page.goto("/login/")

    axe(axe_page)
