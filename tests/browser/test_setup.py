"""From an empty database to what is left to do, on a phone, with the keyboard where a thumb would do."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import expect

from consult.actions.setting_up import make_code
from consult.models import Organisation
from tests.browser.conftest import Window, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Nguyễn Hoàng Thị Phương Thảo Quỳnh Như"


@pytest.mark.parametrize("size", ["phone"])
def test_an_empty_database_becomes_an_office(window: Window):
    code = make_code()
    first = window()
    page = first.go("/")
    fill(first, code="sai mã")
    page.keyboard.press("Enter")
    expect(page.locator("#id_code_error")).to_be_visible()
    first.picture("setup-code")
    fill(first, code=code)
    page.keyboard.press("Enter")
    page.locator("[name=province]").select_option("Bình Định")
    first.picture("setup-province")
    first.press("Tiếp")
    expect(page.locator("[name=name]")).to_have_value("Liên hiệp các Hội Khoa học và Kỹ thuật tỉnh Gia Lai")
    first.picture("setup-letterhead")

    # The browser is closed and opened again; then somebody else goes on with the code.
    again = window(first.context.storage_state())
    page = again.go("/")
    expect(page.locator("[name=symbol]")).to_be_visible()
    second = window()
    page = second.go("/")
    expect(page.locator("#begun")).to_be_visible()
    second.picture("setup-begun")
    fill(second, code=code)
    page.keyboard.press("Enter")
    expect(page.locator("[name=symbol]")).to_be_visible()
    again.press("Tiếp")
    expect(again.page.locator("[name=code]")).to_be_visible()

    second.press("Tiếp")
    fill(second, QĐ="41")
    second.picture("setup-numbers")
    second.press("Tiếp")
    fill(second, people__0__name=LONG, people__0__email="chutich@lhh")
    # Enter goes on; it does not add a person.
    page.locator("[name=people-0-email]").press("Enter")
    expect(page.locator("#id_people-0-email_error")).to_be_visible()
    second.picture("setup-people-wrong")
    fill(second, people__0__email="chutich@lhh.example")
    for role in ("officer", "clerk", "administrator"):
        page.locator(f"[name=people-0-roles][value={role}]").check()
    second.press("Tiếp")
    second.picture("setup-work")
    second.press("Tiếp")
    fill(second, address="toi@lhh.example")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    second.press("Gửi thử cho tôi")
    expect(page.locator("#mail-fault")).to_be_visible()
    second.picture("setup-mail-fault")
    second.press("Tiếp")
    expect(page.locator("img.document-picture")).to_be_visible()
    second.picture("setup-check")
    assert not Organisation.objects.exists()
    second.press("Thiết lập văn phòng")
    word = "Mật-khẩu-rất-dài-7"
    fill(second, password1=word, password2=word)
    page.keyboard.press("Enter")
    expect(page.locator("[data-item=heading]")).to_be_visible()
    second.picture("setup-left")
    page.locator("[data-item=rates] button").click()
    expect(page.locator("[data-item=rates][data-done=yes]")).to_be_visible()
    second.go("/")
    expect(page.locator("#left-to-do")).to_be_visible()
    second.picture("setup-my-work")
    assert Organisation.objects.get().place == "Gia Lai"
