from django.apps import AppConfig


class Config(AppConfig):
    name = "spiral.trust.people"
    label = "people"

    def ready(self) -> None:
        from spiral.ground.demo import register_demo
        from spiral.trust.people.demo import load_demo_network, load_demo_register

        register_demo("nätverk", load_demo_network, order=10)
        register_demo("register", load_demo_register, order=95)
