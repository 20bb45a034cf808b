//! Slugline turns a folder of Markdown articles into a complete tech-news site.
//!
//! There is one way through, and it goes in one direction:
//!
//! ```text
//! load  ->  parse  ->  index  ->  plan  ->  render  ->  write
//! files     posts      the        outputs   bytes       public/
//!           (parallel) site                 (parallel)  only what changed
//! ```
//!
//! Each stage is a function from the stage before it to the next, over data that no later stage changes. [`pipeline`]
//! puts them together; the other modules stand on floors, each importing from lower ones only:
//!
//! | floor | modules |
//! | --- | --- |
//! | command line | [`cli`] |
//! | server, publishing | [`serve`], [`publish`] |
//! | pipeline | [`pipeline`] |
//! | lint | [`lint`] |
//! | output | [`cache`], [`render`], [`write`](mod@write) |
//! | plan | [`plan`] |
//! | template | [`template`] |
//! | site | [`site`] |
//! | content | [`content`], [`search`], [`social_card`] |
//! | ground | [`config`], [`words`], [`source`], [`yaml`], [`diagnostic`], [`digest`], [`edit`], [`http`], [`store`] |
//!
//! What a site's author can do wrong is reported as [`diagnostic::Diagnostics`]: all problems of a run at once, each at its
//! very place.
//!
//! ```
//! use slugline::pipeline::{BuildOptions, Unwatched, build};
//! use slugline::site::Visibility;
//!
//! let folder = tempfile::tempdir()?;
//! let root = folder.path();
//! std::fs::create_dir_all(root.join("content"))?;
//! std::fs::write(root.join("site.yaml"), "title: The Wire\nbase_url: https://news.example/\n")?;
//! std::fs::write(
//!     root.join("content/2025-10-28-tides.md"),
//!     "---\ntitle: The tides turn\nhashtags: [AI]\n---\nAs #OpenAI said.\n",
//! )?;
//!
//! let report = build(
//!     &BuildOptions {
//!         root: root.to_path_buf(),
//!         out: root.join("public"),
//!         base_url: None,
//!         visibility: Visibility::default(),
//!         now: "2025-11-01T00:00:00Z".parse()?,
//!         strict: false,
//!         cache: true,
//!         is_preview: false,
//!     },
//!     &Unwatched,
//! )
//! .expect("the site is fine");
//! assert_eq!((report.tally.posts, report.tally.tags), (1, 2));
//!
//! let page = std::fs::read_to_string(root.join("public/2025/10/tides/index.html"))?;
//! assert!(page.contains("<h1>The tides turn</h1>"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod asset;
pub mod cache;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod digest;
pub mod edit;
pub mod http;
pub mod image;
pub mod lint;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod social_card;
pub mod source;
pub mod store;
pub mod template;
pub mod words;
pub mod write;
pub mod yaml;
