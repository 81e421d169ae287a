# Each command goes from a bare clone to the end; see README.md.
.PHONY: run test check rehearse messages pictures
PYTHON ?= python3

run:
	@$(PYTHON) -m tools.run

test:
	@$(PYTHON) -m tools.test

check:
	@$(PYTHON) -m tools.check

rehearse:
	@$(PYTHON) -m tools.rehearse

# Gathers the texts of the program into the catalogue, for translating.
messages:
	@.venv/bin/python manage.py makemessages -l vi --no-location --no-wrap --ignore .venv --ignore node_modules --ignore var --ignore tests --ignore "templates/papers/*"
