"""The code dictionary with a real browser: found while typing, and without JavaScript as well."""

import re

from playwright.sync_api import expect


def test_typing_finds_and_the_address_remembers(browser_page, log_in):
    log_in(browser_page, "support")
    browser_page.goto("/codes/")

    browser_page.locator("#id_q").fill("535 5.7.139")

    expect(browser_page.locator(".code-row")).to_have_count(2)
    expect(browser_page).to_have_url(re.compile("q=535"))
    browser_page.reload()
    expect(browser_page.locator(".code-row")).to_have_count(2)
    browser_page.locator("a.code-link[href='/codes/5.7.139/']").click()
    browser_page.locator(".code-uses a[href='/explanations/criteria-not-met/']").click()
    expect(browser_page.locator("h1")).to_contain_text("identity policy")


def test_it_works_without_javascript(new_context, log_in):
    page = new_context(java_script_enabled=False, locale="es").new_page()
    log_in(page, "support")
    page.goto("/codes/")

    page.locator("#id_q").fill("buzón lleno")
    page.locator(".code-search button").click()

    expect(page.locator("a.code-link[href='/codes/5.2.2/']")).to_be_visible()
