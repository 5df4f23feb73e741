from django.db import migrations


def forget_other_addresses(apps, schema_editor):
    """allauth's page for addresses, which is no longer open, let anybody note another's address as her own; the code that
    was then asked for ended in an error. A person's only address is her own."""
    apps.get_model("account", "EmailAddress").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_sign_in_attempts"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(forget_other_addresses, migrations.RunPython.noop)]
