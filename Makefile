# demo · test · check · bench. Needs nothing installed but Python 3.11 with venv, git and make.
.PHONY: demo test check bench
demo: ; @bin/demo
test: ; @bin/test $(ARGS)
check: ; @bin/check
bench: ; @bin/bench $(ARGS)
