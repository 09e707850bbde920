"""The shapes of what the REST API takes and gives, as its OpenAPI document describes them."""
