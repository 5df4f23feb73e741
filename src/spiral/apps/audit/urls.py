urlpatterns: list = []
app_name = "audit"
