"""The injection matrix: every hostile text in every place where a text comes out."""

import pytest

# What fails in a sink is told with its values, as it is in a test.
pytest.register_assert_rewrite("tests.injection.sinks", "tests.injection.oracles")
