# Each command goes from a bare clone to the end; see README.md.
.PHONY: install update uninstall own code run test check rehearse bench drill prove audit messages picture up down pin-images
PYTHON ?= python3

run:
	@$(PYTHON) -m tools.run

# An office of one's own in a folder of its own, beside the demo or instead of it; prints an address and a set-up code.
own:
	@CONSULT_DEMO=0 CONSULT_DATA_DIR="$${CONSULT_DATA_DIR:-$$HOME/consult}" $(PYTHON) -m tools.run

# A new set-up code for the office of make own.
code:
	@CONSULT_DEMO=0 CONSULT_DATA_DIR="$${CONSULT_DATA_DIR:-$$HOME/consult}" .venv/bin/python manage.py setup_code

test:
	@$(PYTHON) -m tools.test

check:
	@$(PYTHON) -m tools.check

rehearse:
	@$(PYTHON) -m tools.rehearse

# Carries 200 dossiers through the scaled-out stack while its parts are killed; DRILL=short carries eight.
drill:
	@$(PYTHON) -m tools.drill

# The longer proofs; PROVE="two_unions drill" runs only some.
prove:
	@$(PYTHON) -m tools.prove

# Known weaknesses of what is installed. Asks the network, so it is no part of the checks.
audit:
	@$(PYTHON) -m tools.audit

# Benchmarks as ratios against floors of the same run; also in var/bench.json.
bench:
	@$(PYTHON) -m tools.bench

# Gathers the texts of the program into the catalogue, for translating.
messages:
	@.venv/bin/python manage.py makemessages -l vi --no-location --no-wrap --ignore .venv --ignore node_modules --ignore var --ignore tests --ignore "templates/documents/*"

# Makes the README's pictures anew from the demo.
picture:
	@.venv/bin/python -m tools.pictures

# The scaled-out stack; needs Docker. Writes the secrets that are missing first; see docs/deploy.md.
up:
	@$(PYTHON) -m tools.secret_files
	@docker compose $(if $(EMAIL_URL),,--profile try) up --build --detach --wait

down:
	@docker compose --profile try down

# Writes the digest of each image beside its version; needs Docker and a registry.
pin-images:
	@$(PYTHON) -m tools.pin_images

# On one machine for good, without Docker: system services, nginx, start at boot; see docs/deploy.md. As root.
# Answers by ARGS="--host=… --mail=…", by CONSULT_HOST and the like, or at the terminal.
install:
	@$(PYTHON) -m tools.install install $(ARGS)

update:
	@$(PYTHON) -m tools.install update

uninstall:
	@$(PYTHON) -m tools.install uninstall
