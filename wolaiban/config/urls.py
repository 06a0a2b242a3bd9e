"""Every address of the product on one screen. 「网址总表」"""

from django.urls import include, path

from wolaiban.api.v1 import api
from wolaiban.people.welcome import welcome

urlpatterns = [
    path("api/v1/", api.urls),
    path("account/", include("allauth.urls")),
    path("welcome/<str:secret>", welcome, name="welcome"),
    path("i18n/", include("django.conf.urls.i18n")),
]
