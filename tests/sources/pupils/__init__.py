import pytest

pytest.register_assert_rewrite("tests.sources.pupils.judged")
