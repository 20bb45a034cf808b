//! `slugline init --ci`: the files by which a service checks a site, builds it, and brings it to readers on time.

use std::path::{Path, PathBuf};

use clap::ValueEnum as _;

use crate::config::{Config, SlugLetters};
use crate::content::slug::slugify;
use crate::diagnostic::Diagnostics;

use super::arguments::Service;

/// Where the program comes from.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The workflow that GitHub runs, for itself and for hosts.
const WORKFLOW: &str = ".github/workflows/slugline.yml";

/// What a service is given.
pub(super) struct Recipe {
    /// Path from the site's folder, and text, of each file.
    pub(super) files: Vec<(String, String)>,
    /// What a new `site.yaml` says beside what each has.
    pub(super) settings: &'static str,
    /// What is left to be done by hand, in order.
    pub(super) next: Vec<String>,
}

/// The recipe of a service for the site in a folder; `date` is today. Without a site there, it is for one that is made with it.
pub(super) fn recipe(service: Service, site: &Path, date: &str) -> Recipe {
    let is_new = Config::find(site).is_err();
    let targets = if is_new { Vec::new() } else { targets(site) };
    let blanks = Blanks { service, target: targets.first(), name: name_of(site), date };
    let files = texts(service, !targets.is_empty()).into_iter();
    let files = files.map(|(path, text)| (path.to_owned(), blanks.filled(&text))).collect();
    let missing = if is_new || !targets.is_empty() { None } else { missing(service) };
    let steps = missing.into_iter().chain([step(service)]).map(str::to_owned);
    Recipe { files, settings: settings(service), next: steps.chain(elsewhere(site)).collect() }
}

/// Path and text of each file, with blanks.
fn texts(service: Service, has_target: bool) -> Vec<(&'static str, String)> {
    let workflow = |tools: &str, step: &str, contents: &str| {
        let frame = include_str!("ci/github/workflow.yml");
        let filled = frame.replace("{tools}\n", tools).replace("{step}\n", step).replace("{contents}", contents);
        (WORKFLOW, filled)
    };
    // Tools of hosts are programs of Node, and deploying takes their secrets alone.
    let host = |step: &str| workflow(include_str!("ci/github/node.yml"), step, "read");
    match service {
        Service::Github => vec![workflow("", include_str!("ci/github/publish.yml"), "write")],
        Service::Gitlab => {
            let job =
                if has_target { include_str!("ci/gitlab/publish.yml") } else { include_str!("ci/gitlab/pages.yml") };
            vec![(".gitlab-ci.yml", include_str!("ci/gitlab/pipeline.yml").replace("{job}\n", job))]
        }
        Service::Forgejo => {
            vec![(".forgejo/workflows/slugline.yml", include_str!("ci/forgejo/workflow.yml").to_owned())]
        }
        Service::Netlify => vec![
            host(include_str!("ci/netlify/deploy.yml")),
            ("netlify.toml", include_str!("ci/netlify/netlify.toml").to_owned()),
            ("netlify/cache/index.js", include_str!("ci/netlify/cache.js").to_owned()),
            ("netlify/cache/manifest.yml", include_str!("ci/netlify/manifest.yml").to_owned()),
        ],
        Service::Cloudflare => vec![
            host(include_str!("ci/cloudflare/deploy.yml")),
            ("wrangler.jsonc", include_str!("ci/cloudflare/wrangler.jsonc").to_owned()),
            ("static/.assetsignore", include_str!("ci/cloudflare/assetsignore").to_owned()),
        ],
        Service::Vercel => vec![
            host(include_str!("ci/vercel/deploy.yml")),
            ("vercel.json", include_str!("ci/vercel/vercel.json").to_owned()),
        ],
    }
}

/// What a new site is told.
fn settings(service: Service) -> &'static str {
    match service {
        Service::Github => {
            "publish:\n  live: {git: ., branch: gh-pages} # of the repository that the site is in\nhosting: {nojekyll: true}\n"
        }
        Service::Forgejo => "publish:\n  live: {git: ., branch: pages} # of the repository that the site is in\n",
        Service::Netlify => "hosting: {headers: true}\n",
        Service::Cloudflare => "hosting: {headers: true}\nredirect_files: [cloudflare]\n",
        Service::Gitlab | Service::Vercel => "",
    }
}

/// What a site without a place to publish to needs first.
fn missing(service: Service) -> Option<&'static str> {
    match service {
        Service::Github => Some("say in site.yaml where to publish: `publish: {live: {git: ., branch: gh-pages}}`"),
        Service::Forgejo => Some("say in site.yaml where to publish: `publish: {live: {git: ., branch: pages}}`"),
        _ => None,
    }
}

/// What nobody can do but the site's owner.
fn step(service: Service) -> &'static str {
    match service {
        Service::Github => {
            "push it; if it publishes to gh-pages, choose that branch in the repository's settings, under Pages"
        }
        Service::Forgejo => "let `runs-on` name a label of your runners, and push it",
        Service::Gitlab => "push it, and add a pipeline schedule: `7 * * * *`, on the default branch",
        Service::Netlify => "set the repository's secrets NETLIFY_AUTH_TOKEN and NETLIFY_SITE_ID, and push it",
        Service::Cloudflare => {
            "set the repository's secrets CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID, and push it"
        }
        Service::Vercel => {
            "set the repository's secrets VERCEL_TOKEN, VERCEL_ORG_ID and VERCEL_PROJECT_ID, and push it"
        }
    }
}

/// If the folder lies within a repository, whose top is another: there alone services look for their files.
fn elsewhere(site: &Path) -> Option<String> {
    let site: PathBuf = std::path::absolute(site).ok()?;
    let top = site.ancestors().find(|folder| folder.join(".git").exists())?;
    (top != site).then(|| {
        format!("move the files to {}, the top of the repository, and name the site's folder in them", top.display())
    })
}

/// The names of the places that the site is published to.
fn targets(site: &Path) -> Vec<String> {
    // What is wrong with it is for `check` to tell.
    let config = Config::load(site, None, &mut Diagnostics::new());
    config.publish.into_iter().map(|target| target.name.value).collect()
}

/// A name for the site among others at a host: that of its folder, in letters that hosts take.
fn name_of(site: &Path) -> String {
    let folder = std::path::absolute(site).ok();
    let name = folder.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy());
    let name: String = slugify(&name.unwrap_or_default(), SlugLetters::Ascii).chars().take(50).collect();
    let name = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if name.is_empty() { "my-newspaper".to_owned() } else { name.to_owned() }
}

/// Where all of it is explained.
pub(super) fn documentation() -> String {
    format!("{REPOSITORY}/blob/v{}/docs/ci.md", env!("CARGO_PKG_VERSION"))
}

/// What templates leave open.
struct Blanks<'b> {
    service: Service,
    target: Option<&'b String>,
    name: String,
    date: &'b str,
}

impl Blanks<'_> {
    fn filled(&self, text: &str) -> String {
        let action = REPOSITORY.trim_start_matches("https://github.com/");
        let target = self.target.map(|name| format!("{name} ")).unwrap_or_default();
        let service = self.service.to_possible_value();
        let service = service.as_ref().map_or("", |value| value.get_name());
        text.replace("{service}", service)
            .replace("{documentation}", &documentation())
            .replace("{repository}", REPOSITORY)
            .replace("{action}", action)
            .replace("{version}", env!("CARGO_PKG_VERSION"))
            .replace("{target}", &target)
            .replace("{name}", &self.name)
            .replace("{date}", self.date)
    }
}
