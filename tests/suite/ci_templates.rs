//! `slugline init --ci`: what it writes, and what becomes of a site by it: the scripts of each workflow run in order, on a fresh clone.

mod actions;
mod expressions;
mod installer;
mod pipelines;
mod service;
mod written;

use actions::Event;
use service::Service;

const WORKFLOW: &str = ".github/workflows/slugline.yml";

/// While the second post is yet to come; an hour later; and when it has come.
const BEFORE: &str = "2025-11-23T12:00:00Z";
const STILL_BEFORE: &str = "2025-11-23T13:07:00Z";
const AFTER: &str = "2025-12-01T09:07:00Z";
const LONG_AFTER: &str = "2025-12-01T10:07:00Z";

/// The site as readers get it, at a place of which the branch is a copy, with one story or with two.
fn assert_published(service: &Service, branch: &str, job: &actions::Job, stories: usize) {
    assert!(job.is_well, "{}", job.machine.log);
    let published = service.published(branch);
    assert!(published == job.machine.built(), "{}", job.machine.log);
    let paths = ["2025/11/one/index.html", "2025/12/two/index.html"];
    assert_eq!(paths.iter().filter(|path| published.contains_key(**path)).count(), stories);
}

/// The three events, and what may go wrong between them, at a service with workflows.
fn the_life_of_a_site(name: &str, workflow: &str, branch: &str, annotation: &str) {
    let mut service = Service::with_site(name);
    let server = format!("file://{}", service.site.parent().join("server").display());
    let happens = |service: &mut Service, name: &str, commit: &str, now: &str| {
        let event = Event { name, commit, now, server: server.clone() };
        let mut jobs = actions::run(service, workflow, &event);
        assert_eq!(jobs.len(), 1, "{name}");
        jobs.remove(0)
    };
    // A push is published.
    let first = service.push("main");
    let job = happens(&mut service, "push", &first, BEFORE);
    assert_eq!(job.name, "publish");
    assert_published(&service, branch, &job, 1);
    // An hour later there is nothing to do: nothing is built, nor kept.
    let kept = service.kept.len();
    let job = happens(&mut service, "schedule", &first, STILL_BEFORE);
    assert!(job.is_well && job.machine.log.contains("`content/posts/two.md` appears"), "{}", job.machine.log);
    assert!(!job.machine.log.contains("live: "), "{}", job.machine.log);
    assert_eq!((service.editions(branch).as_str(), service.kept.len()), ("1", kept));
    // The clock brings a post.
    let job = happens(&mut service, "schedule", &first, AFTER);
    assert_published(&service, branch, &job, 2);
    assert!(!job.machine.log.contains(" added, 0 changed"), "what was published is known: {}", job.machine.log);
    assert_eq!(service.editions(branch), "2");
    let job = happens(&mut service, "schedule", &first, LONG_AFTER);
    assert!(job.is_well && service.editions(branch) == "2", "{}", job.machine.log);
    // A push whose run never was, or failed, is published by the next hour.
    service.site.write("content/posts/2025-11-02-three.md", "---\ntitle: Three\n---\nWords.\n");
    let second = service.push("main");
    let job = happens(&mut service, "schedule", &second, LONG_AFTER);
    assert_published(&service, branch, &job, 2);
    assert!(service.published(branch).contains_key("2025/11/three/index.html"));
    // A pull request with a mistake in it is told of, and nothing is published.
    service.site.write("content/posts/bad.md", "---\ntitle: Bad\nhastags: [AI]\n---\nWords.\n");
    let proposed = service.push("proposal");
    let kept = service.kept.len();
    let job = happens(&mut service, "pull_request", &proposed, LONG_AFTER);
    assert_eq!((job.name.as_str(), job.is_well), ("check", false));
    assert!(job.machine.log.contains(annotation), "{}", job.machine.log);
    assert_eq!((service.editions(branch).as_str(), service.kept.len()), ("3", kept));
    service.site.write("content/posts/bad.md", "---\ntitle: Good\ndate: 2025-11-03\nhashtags: [AI]\n---\nWords.\n");
    let proposed = service.push("proposal");
    let job = happens(&mut service, "pull_request", &proposed, LONG_AFTER);
    assert!(job.is_well, "{}", job.machine.log);
    // A push that cannot be built changes nothing, and the next hour tries again.
    service.site.write("content/posts/bad.md", "---\ntitle: [\n---\n");
    let third = service.push("main");
    for event in ["push", "schedule"] {
        let job = happens(&mut service, event, &third, LONG_AFTER);
        assert!(!job.is_well, "{}", job.machine.log);
    }
    assert_eq!((service.editions(branch).as_str(), service.kept.len()), ("3", kept));
}

#[test]
fn at_github() {
    let annotation = "::error file=content/posts/bad.md,line=3,";
    the_life_of_a_site("github", WORKFLOW, "gh-pages", annotation);
}

#[test]
fn at_forgejo() {
    let report = "--> content/posts/bad.md:3:1";
    the_life_of_a_site("forgejo", ".forgejo/workflows/slugline.yml", "pages", report);
}

/// The token of the job is for the repository itself, however it is named; nothing else is meddled with.
#[test]
fn at_github_git_knows_the_repository_and_the_token() {
    let mut service = Service::with_site("github");
    let settings = service.site.source("site.yaml").replace("git: ., branch: gh-pages", "folder: ../live");
    service.site.write("site.yaml", settings);
    let commit = service.push("main");
    let event = Event { name: "push", commit: &commit, now: BEFORE, server: "https://github.com".to_owned() };
    let jobs = actions::run(&mut service, WORKFLOW, &event);
    assert!(jobs[0].is_well, "{}", jobs[0].machine.log);
    insta::assert_snapshot!(service.told(), @r"
    . is https://github.com/me/news.git
    origin is https://github.com/me/news.git
    git@github.com:me/news.git is https://github.com/me/news.git
    git@github.com:me/other.git is git@github.com:me/other.git
    https://github.com/me/news is https://github.com/me/news
    protocol=https
    host=github.com
    username=x-access-token
    password=token-of-the-job
    ");
}

#[test]
fn at_a_host_the_tool_of_the_host_deploys_what_was_built() {
    for (name, tool, secrets) in [
        ("netlify", "npx --yes netlify-cli@27 deploy --prod --no-build --dir public\n", 2),
        ("cloudflare", "npx --yes wrangler@4 deploy\n", 2),
        ("vercel", "npx --yes vercel@64 deploy --prebuilt --prod --token=secret-of-VERCEL_TOKEN\n", 9),
    ] {
        let mut service = Service::with_site(name);
        let commit = service.push("main");
        let happens = |service: &mut Service, name: &str, now: &str| {
            let event = Event { name, commit: &commit, now, server: "https://github.com".to_owned() };
            let jobs = actions::run(service, WORKFLOW, &event);
            (jobs[0].is_well, service.told())
        };
        let (is_well, told) = happens(&mut service, "push", BEFORE);
        assert!(is_well && told.contains(tool), "{told}");
        assert_eq!(told.matches("=secret-of-").count() - told.matches("--token=").count(), secrets, "{told}");
        assert_eq!(happens(&mut service, "schedule", STILL_BEFORE), (true, String::new()));
        // What could not be deployed is deployed an hour later.
        let kept = service.kept.len();
        service.tool("npx", "#!/bin/sh\nexit 1\n");
        assert!(!happens(&mut service, "schedule", AFTER).0);
        assert_eq!(service.kept.len(), kept);
        service.tool("npx", service::NPX);
        let (is_well, told) = happens(&mut service, "schedule", LONG_AFTER);
        assert!(is_well && told.contains(tool), "{told}");
    }
}

#[test]
fn at_gitlab() {
    let mut service = Service::with_site("gitlab");
    // A place to publish to, in place of GitLab Pages.
    let target = format!("publish: {{live: {{git: {:?}, branch: live}}}}\n", service.repository());
    service.site.write("site.yaml", format!("{}{target}", service.site.source("site.yaml"))).remove(".gitlab-ci.yml");
    assert_eq!(service.site.run(&["init", "--ci", "gitlab"]).status, 0);
    let commit = service.push("main");
    let happens = |service: &mut Service, source: &str, commit: &str, now: &str| {
        let mut jobs = pipelines::run(service, source, commit, now);
        assert_eq!(jobs.len(), 1, "{source}");
        let (name, is_well, machine) = jobs.remove(0);
        actions::Job { name, is_well, machine }
    };
    let job = happens(&mut service, "push", &commit, BEFORE);
    assert_published(&service, "live", &job, 1);
    let job = happens(&mut service, "schedule", &commit, STILL_BEFORE);
    assert!(job.is_well && service.editions("live") == "1", "{}", job.machine.log);
    let job = happens(&mut service, "schedule", &commit, AFTER);
    assert_published(&service, "live", &job, 2);
    service.site.write("content/posts/2025-11-02-three.md", "---\ntitle: Three\n---\nWords.\n");
    let commit = service.push("main");
    let job = happens(&mut service, "schedule", &commit, LONG_AFTER);
    assert_published(&service, "live", &job, 2);
    assert_eq!(service.editions("live"), "3");
    service.site.write("content/posts/bad.md", "---\ntitle: Bad\nhastags: [AI]\n---\nWords.\n");
    let commit = service.push("proposal");
    let job = happens(&mut service, "merge_request_event", &commit, LONG_AFTER);
    assert_eq!((job.name.as_str(), job.is_well), ("check", false));
    assert!(job.machine.log.contains("--> content/posts/bad.md:3:1"), "{}", job.machine.log);
    let job = happens(&mut service, "push", &commit, LONG_AFTER);
    assert!(!job.is_well && service.editions("live") == "3", "{}", job.machine.log);
}

/// GitLab Pages get a whole `public/` from every pipeline: where nothing is due, that of the last.
#[test]
fn at_gitlab_pages() {
    let mut service = Service::with_site("gitlab");
    let commit = service.push("main");
    let two = "2025/12/two/index.html";
    for (source, now, has_two) in [
        ("push", BEFORE, false),
        ("schedule", STILL_BEFORE, false),
        ("schedule", AFTER, true),
        ("schedule", LONG_AFTER, true),
    ] {
        let jobs = pipelines::run(&mut service, source, &commit, now);
        let (name, is_well, machine) = &jobs[0];
        assert!(name == "pages" && *is_well, "{}", machine.log);
        let built = machine.built();
        assert!(built.contains_key("index.html") && built.contains_key(two) == has_two, "{source} {now}");
        assert_eq!(machine.log.contains("Built "), source == "push" || now == AFTER, "{}", machine.log);
    }
}
