//! The program as a whole, on sites of files.
#![allow(clippy::indexing_slicing, reason = "a wrong index fails the test")]
#![allow(clippy::disallowed_methods, reason = "tests make and read files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "outputs are named in lower case")]

mod assets;
mod broken;
mod budgets;
mod check;
mod ci_templates;
mod command_line;
mod corpus;
mod documentation;
mod due;
mod edits;
mod embeds;
mod equivalence;
mod external_links;
mod extract;
mod feeds;
mod figures;
mod fixes;
mod floors;
mod galleries;
mod hashtags;
mod head;
mod hosting;
mod images;
mod languages;
mod laws;
mod links;
mod live_blogs;
mod lost_permalinks;
mod manual;
mod markdown;
mod markup;
mod new_posts;
mod pages;
mod paper;
mod permalinks;
mod picture_files;
mod publishing;
mod recordings;
mod redirects;
mod resident;
mod schedule;
mod schema;
mod seed;
mod serve;
mod servers;
mod shared_cache;
mod site_test;
mod sitemaps;
mod social_card_fonts;
mod social_cards;
mod structured_data;
mod tags;
mod theme;
mod warm;
