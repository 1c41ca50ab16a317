"""What all pages share: frame, components, styles; no models."""
