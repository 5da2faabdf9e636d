"""A page of HTML → Document: tables from the serialised page, prose by trafilatura, head labels and meta tags. Pure."""
