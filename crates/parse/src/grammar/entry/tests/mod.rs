//! Entries of every era and kind, whole lists, and what holds for any text.

mod eras;
