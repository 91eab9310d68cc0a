"""Settings, addresses, middleware, base templates, form renderer and style: page furniture."""
