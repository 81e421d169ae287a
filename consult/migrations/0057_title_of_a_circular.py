"""Thông tư 11/2015/TT-BTC by its real title, where an office still cites it in the words that were shipped."""

from django.db import migrations

SHIPPED = (
    "Căn cứ Thông tư số 11/2015/TT-BTC ngày 29 tháng 01 năm 2015 của Bộ Tài chính quy định việc quản lý "
    "và sử dụng kinh phí của hoạt động tư vấn, phản biện và giám định xã hội"
)
REAL = (
    "Căn cứ Thông tư số 11/2015/TT-BTC ngày 29 tháng 01 năm 2015 của Bộ trưởng Bộ Tài chính hướng dẫn cơ chế tài chính "
    "cho hoạt động tư vấn, phản biện và giám định xã hội của Liên hiệp các Hội Khoa học và Kỹ thuật Việt Nam"
)


def correct(apps, _schema_editor):
    apps.get_model("consult", "LegalGround").objects.filter(text=SHIPPED).update(text=REAL)


class Migration(migrations.Migration):
    dependencies = [("consult", "0056_forms_of_papers")]

    operations = [migrations.RunPython(correct, migrations.RunPython.noop)]
