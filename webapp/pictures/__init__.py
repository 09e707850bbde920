"""Pictures of x-rays and photos for pages and commands, made by the workers once and cached."""
