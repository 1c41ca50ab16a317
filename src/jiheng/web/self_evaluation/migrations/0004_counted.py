from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('goals', '0005_version_counted'),
        ('organizations', '0002_final_accounts'),
        ('self_evaluation', '0003_default_chain_office'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='selfevaluation',
            index=models.Index(fields=['year', 'organization', 'kind', 'state', 'total'], name='self_evaluation_counted'),
        ),
    ]
