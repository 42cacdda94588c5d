//! Printed forms from the 1990s to now.
