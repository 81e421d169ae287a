"""Django's admin for a union's administrators: its people, its bodies and its rules, and nothing that is another's too.

Dossiers and their histories are not here: their own pages ask the access table and write down who opens what is
confidential. A superuser sees and changes everything that is registered.
"""

from django.contrib import admin

from consult import models

from .office import ChannelAdmin, JobAdmin
from .people import ClusterAdmin, ExpertAdmin, MembershipAdmin, OrganisationAdmin, PersonAdmin, SubjectAreaAdmin

admin.site.register(models.Organisation, OrganisationAdmin)
admin.site.register(models.Membership, MembershipAdmin)
admin.site.register(models.Person, PersonAdmin)
admin.site.register(models.Expert, ExpertAdmin)
admin.site.register(models.SubjectArea, SubjectAreaAdmin)
admin.site.register(models.EmulationCluster, ClusterAdmin)
admin.site.register(models.Channel, ChannelAdmin)
admin.site.register(models.Job, JobAdmin)
