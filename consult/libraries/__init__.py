"""Libraries that know no model of ours: PDF renderer, signing, channels, council solver."""
