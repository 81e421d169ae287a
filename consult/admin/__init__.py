"""Django's admin for whoever runs the installation, where ``CONSULT_ADMIN`` opens it.

Unions keep what is theirs on pages of their own. Dossiers and their histories are not here: their own pages ask the access
table and write down who opens what is confidential.
"""

from django.contrib import admin

from consult import models

from .lists import (
    ChannelAdmin,
    ClusterAdmin,
    ExpertAdmin,
    JobAdmin,
    MembershipAdmin,
    OrganisationAdmin,
    PersonAdmin,
    SubjectAreaAdmin,
)

admin.site.register(models.Organisation, OrganisationAdmin)
admin.site.register(models.Membership, MembershipAdmin)
admin.site.register(models.Person, PersonAdmin)
admin.site.register(models.Expert, ExpertAdmin)
admin.site.register(models.SubjectArea, SubjectAreaAdmin)
admin.site.register(models.EmulationCluster, ClusterAdmin)
admin.site.register(models.Channel, ChannelAdmin)
admin.site.register(models.Job, JobAdmin)
