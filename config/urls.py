from django.urls import path
from django.http import HttpResponse
v=lambda r,*a,**k: HttpResponse("x")
urlpatterns: list = [path("t/<int:pk>",v,name="task"),path("d/<int:pk>",v,name="dossier"),path("l/<uidb36>/<key>",v,name="account_reset_password_from_key")]
