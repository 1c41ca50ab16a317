"""The site for programs: ``/api/v1`` over the services and selectors of all areas, and the tokens that open it."""
