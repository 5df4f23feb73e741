"""Stored words become English; what people read stays as it is."""

from django.db import migrations, models

from spiral.ground.renaming import rename_values

OWNERS = {
    "kommunal": "municipal",
    "enskild": "independent",
    "statlig": "state",
    "kommunalförbund": "association",
}
NETWORKS = {"natverk": "network", "arbetsgrupp": "workgroup", "tvarnatverk": "cross"}
CHANGES = {"sammanslagen": "merged", "delad": "split", "bytte-namn": "renamed", "nedlagd": "closed"}


class Migration(migrations.Migration):
    dependencies = [
        ("networks", "0004_kinds_of_owner"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="network",
            name="only_a_workgroup_has_a_parent",
        ),
        migrations.AlterField(
            model_name="network",
            name="kind",
            field=models.CharField(
                choices=[("network", "nätverk"), ("workgroup", "arbetsgrupp"), ("cross", "tvärnätverk")],
                default="network",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="owner",
            name="kind",
            field=models.CharField(
                choices=[
                    ("municipal", "kommunal huvudman"),
                    ("independent", "enskild huvudman"),
                    ("state", "statlig huvudman"),
                    ("region", "region"),
                    ("association", "kommunalförbund"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("municipal", "kommunal huvudman"),
                    ("independent", "enskild huvudman"),
                    ("state", "statlig huvudman"),
                    ("region", "region"),
                    ("association", "kommunalförbund"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="unitchange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("merged", "slogs ihop"),
                    ("split", "delades"),
                    ("renamed", "bytte namn"),
                    ("closed", "lades ned"),
                ],
                max_length=12,
            ),
        ),
        rename_values("networks.Owner", "kind", OWNERS),
        rename_values("networks.Unit", "kind", OWNERS),
        rename_values("networks.Network", "kind", NETWORKS),
        rename_values("networks.UnitChange", "kind", CHANGES),
        migrations.AddConstraint(
            model_name="network",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent__isnull", True), ("kind", "workgroup"), _connector="OR"),
                name="only_a_workgroup_has_a_parent",
            ),
        ),
    ]
