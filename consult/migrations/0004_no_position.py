"""The title under which somebody signs is the signatory's now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("consult", "0003_office_data")]
    operations = [migrations.RemoveField(model_name="membership", name="position")]
