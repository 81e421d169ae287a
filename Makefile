# Each command goes from a bare clone to the end; see README.md.
.PHONY: run test check rehearse bench messages picture up
PYTHON ?= python3

run:
	@$(PYTHON) -m tools.run

test:
	@$(PYTHON) -m tools.test

check:
	@$(PYTHON) -m tools.check

rehearse:
	@$(PYTHON) -m tools.rehearse

# Benchmarks as ratios against floors of the same run; also in var/bench.json.
bench:
	@$(PYTHON) -m tools.bench

# Gathers the texts of the program into the catalogue, for translating.
messages:
	@.venv/bin/python manage.py makemessages -l vi --no-location --no-wrap --ignore .venv --ignore node_modules --ignore var --ignore tests --ignore "templates/papers/*"

# Makes the README's pictures anew from the demo.
picture:
	@.venv/bin/python -m tools.pictures

# The scaled-out stack; needs Docker and the variables of docker-compose.yml.
up:
	@docker compose up --build --detach
