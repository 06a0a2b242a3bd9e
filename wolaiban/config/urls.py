"""Every address of the product on one screen. 「网址总表」"""

from django.urls import include, path

from wolaiban.people.welcome import welcome

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("welcome/<str:secret>", welcome, name="welcome"),
    path("i18n/", include("django.conf.urls.i18n")),
]
