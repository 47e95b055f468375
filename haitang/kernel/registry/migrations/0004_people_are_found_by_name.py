from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_posts_and_units_say_why_they_ended")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["region", "name"], name="person_name"),
        ),
    ]
