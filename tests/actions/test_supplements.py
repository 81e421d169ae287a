"""What a supplement was asked for beside what came of it."""

from datetime import timedelta

from consult import clock
from consult.queries.supplements import asked_remarks, came_with, supplements

from .test_uploads import add, pdf_bytes


def supplied(walk, **findings):
    walk.do(
        "check_completeness", walk.office.officer, decision="supplement", reason="Bổ sung cho rõ.",
        findings={item: (False, remark) for item, remark in findings.items()},
    )  # fmt: skip


def test_what_was_asked_stands_beside_what_came(walk):
    by, dossier = walk.office.investor_person, walk.dossier
    project = dossier.attachments.get(item="project")
    assert supplements(dossier) == []
    supplied(walk, project="Thiếu chữ ký", land="Mờ")
    assert asked_remarks(dossier) == {"project": "Thiếu chữ ký", "land": "Mờ"}
    assert came_with(supplements(dossier)) == {}
    new = add(dossier, pdf_bytes(), "đã ký.pdf", "project", by, replaces=project.pk)
    besides = add(dossier, pdf_bytes(pages=2), "ảnh.pdf", "other", by)
    walk.do("supply_supplement", by, remark="Giấy tờ đất gửi sau.")
    [one] = supplements(dossier)
    assert asked_remarks(dossier) == {}
    assert (one.number, one.request.remarks, one.request.answer) == (1, "Bổ sung cho rõ.", "Giấy tờ đất gửi sau.")
    assert [(item.remark, [(new.file.pk, new.replaced) for new in item.files]) for item in one.items] == [
        ("Thiếu chữ ký", [(new.pk, project)]),
        ("Mờ", []),
        (None, [(besides.pk, None)]),
    ]
    assert set(came_with(supplements(dossier))) == {new.pk, besides.pk}


def test_each_supplement_has_its_own_files(walk):
    by, dossier = walk.office.investor_person, walk.dossier
    for number in (1, 2):
        with clock.at(clock.now() + timedelta(hours=number)):
            supplied(walk, project="Thiếu")
            add(dossier, pdf_bytes(pages=number), f"lần {number}.pdf", "project", by)
            walk.do("supply_supplement", by)
    second, first = supplements(dossier)
    names = [[new.file.name for item in one.items for new in item.files] for one in (first, second)]
    assert names == [["lần 1.pdf"], ["lần 2.pdf"]]
