//! Runs pipelines of GitLab on a [`Service`].

use std::collections::BTreeMap;

use serde_json::Value;

use super::service::{Machine, Service};

/// Runs the jobs of the pipeline for a source (`push`, `merge_request_event`, `schedule`) at a commit and an instant: the name of
/// each, whether it went well, and its machine.
pub(super) fn run(service: &mut Service, source: &str, commit: &str, now: &str) -> Vec<(String, bool, Machine)> {
    let pipeline: Value = serde_yaml::from_str(&service.site.source(".gitlab-ci.yml")).unwrap();
    let mut env: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in [
        ("CI_PIPELINE_SOURCE", source),
        ("CI_COMMIT_SHA", commit),
        ("CI_COMMIT_BRANCH", if source == "merge_request_event" { "" } else { "main" }),
        ("CI_DEFAULT_BRANCH", "main"),
    ] {
        env.insert(name.to_owned(), value.to_owned());
    }
    for (name, value) in pipeline["variables"].as_object().unwrap() {
        env.insert(name.clone(), value.as_str().unwrap().to_owned());
    }
    if !is_meant(&pipeline["workflow"]["rules"], &env) {
        return Vec::new();
    }
    let jobs = pipeline.as_object().unwrap().iter().filter(|(_, job)| job["script"].is_array());
    let mut done = Vec::new();
    for (name, job) in jobs.filter(|(_, job)| is_meant(&job["rules"], &env)) {
        let mut machine = service.machine(commit, now);
        let key = job["cache"]["key"].as_str();
        key.and_then(|key| service.restore(key, &machine));
        let lines = [&pipeline["default"]["before_script"], &job["script"]].into_iter();
        let lines = lines.flat_map(|lines| lines.as_array().unwrap()).map(|line| line.as_str().unwrap());
        let script = lines.collect::<Vec<_>>().join("\n");
        let workspace = machine.workspace.clone();
        let is_well = machine.run(&script, &workspace, &env);
        if let Some(key) = key.filter(|_| is_well) {
            let folders = job["cache"]["paths"].as_array().unwrap().iter();
            let folders: Vec<String> = folders.map(|folder| folder.as_str().unwrap().to_owned()).collect();
            service.keep(key, &machine, &folders);
        }
        done.push((name.clone(), is_well, machine));
    }
    done
}

/// Whether one of the rules, `$A == $B` or `$A == "b"`, holds.
fn is_meant(rules: &Value, env: &BTreeMap<String, String>) -> bool {
    let worth = |side: &str| match side.trim().strip_prefix('$') {
        Some(name) => env[name].clone(),
        None => side.trim().trim_matches('"').to_owned(),
    };
    rules.as_array().unwrap().iter().any(|rule| {
        let (one, other) = rule["if"].as_str().unwrap().split_once("==").unwrap();
        worth(one) == worth(other)
    })
}
