from django.apps import AppConfig


class ConsultConfig(AppConfig):
    name = "consult"
    verbose_name = "Consult"

    def ready(self) -> None:
        from consult import search_text  # noqa: PLC0415

        search_text.connect()
