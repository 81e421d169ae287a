import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from consult.rules.text import normal, normalise_for_search, safe_file_name, shortened

VIETNAMESE = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặèéẻẽẹÀÁĐẲ ỹ", max_size=40)


def test_search_words_find_their_accented_forms():
    assert "xang dau" in normalise_for_search("Cửa hàng xăng dầu")
    assert normalise_for_search("Đắk Lắk") == normalise_for_search("dak lak") == "dak lak"


@given(VIETNAMESE)
def test_folding_is_blind_to_the_form_of_unicode_and_to_case(text):
    assert (
        normalise_for_search(unicodedata.normalize("NFD", text))
        == normalise_for_search(text)
        == normalise_for_search(text.upper())
    )
    assert normalise_for_search(normalise_for_search(text)) == normalise_for_search(text)
    assert normalise_for_search(text).isascii()


@given(st.text(max_size=300))
def test_a_file_name_is_safe_whatever_it_was(name):
    safe = safe_file_name(name)
    assert 0 < len(safe) <= 150
    assert not set(safe) & set('/\\<>:"|?*\n\r\t\u202e\u200b')
    assert unicodedata.is_normalized("NFC", safe)
    assert not safe.startswith(".")


def test_a_long_name_keeps_its_suffix():
    assert safe_file_name("Bản đồ " * 60 + ".pdf").endswith(".pdf")
    assert safe_file_name("../../etc/passwd") == "passwd"


@given(st.text(max_size=100))
def test_kept_text_is_nfc_without_stray_spaces(text):
    assert unicodedata.is_normalized("NFC", normal(text))
    assert normal(normal(text)) == normal(text)


@given(st.text(alphabet="abc đề nghị", max_size=80), st.integers(5, 60))
def test_a_shortened_text_ends_after_a_word(text, limit):
    made = shortened(text, limit)
    assert len(made) <= limit
    if len(text) <= limit:
        assert made == text
    else:
        begun = made.removesuffix("…")
        assert made != begun
        assert text.startswith(begun)


def test_no_word_is_cut_in_two():
    assert shortened("Lời mời phản biện: Dự án cửa hàng", 24) == "Lời mời phản biện: Dự…"
    assert shortened("Lời mời phản biện: Dự án", 19) == "Lời mời phản biện…"
    assert shortened("a" * 30, 10) == "a" * 9 + "…"
