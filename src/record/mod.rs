//! A citation: identifiers, titles, names, dates, merging.
