//! Runs workflows of GitHub and Forgejo on a [`Service`]: every `run` step as it stands, by bash; for each `uses`, what it stands for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::expressions::{filled, holds};
use super::service::{Machine, Service, VERSION};

/// What happened at the service.
pub(super) struct Event<'e> {
    /// `push`, `pull_request` or `schedule`.
    pub(super) name: &'e str,
    /// The commit that it is about.
    pub(super) commit: &'e str,
    /// The instant.
    pub(super) now: &'e str,
    /// Address of the service.
    pub(super) server: String,
}

/// How a job went.
pub(super) struct Job {
    /// Its name.
    pub(super) name: String,
    /// Whether no step failed.
    pub(super) is_well: bool,
    /// The machine that it ran on.
    pub(super) machine: Machine,
}

/// Runs the jobs of a workflow that an event is for.
pub(super) fn run(service: &mut Service, workflow: &str, event: &Event<'_>) -> Vec<Job> {
    let workflow: Value = serde_yaml::from_str(&service.site.source(workflow)).unwrap();
    let mut done = Vec::new();
    for (name, job) in workflow["jobs"].as_object().unwrap() {
        let run_id = service.kept.len() + done.len();
        let mut steps =
            Steps { service, event, run_id, outputs: BTreeMap::new(), inputs: BTreeMap::new(), action_ref: "" };
        if !holds(job["if"].as_str().unwrap(), &|name| steps.name(name)) {
            continue;
        }
        let mut machine = steps.service.machine(event.commit, event.now);
        fs::create_dir_all(&machine.env["RUNNER_TEMP"]).unwrap();
        for (variable, name) in [
            ("GITHUB_SHA", "github.sha"),
            ("GITHUB_REPOSITORY", "github.repository"),
            ("GITHUB_SERVER_URL", "github.server_url"),
            ("GITHUB_EVENT_NAME", "github.event_name"),
        ] {
            machine.env.insert(variable.to_owned(), steps.name(name));
        }
        // Releases are those of the test.
        let env = steps.texts(&workflow["env"]).into_iter().filter(|(name, _)| name != "SLUGLINE_RELEASES");
        machine.env.extend(env);
        let is_well = steps.all(job["steps"].as_array().unwrap(), &mut machine, &BTreeMap::new());
        done.push(Job { name: name.clone(), is_well, machine });
    }
    done
}

/// The steps of a job, or of an action within one.
struct Steps<'s, 'e> {
    service: &'s mut Service,
    event: &'s Event<'e>,
    run_id: usize,
    outputs: BTreeMap<String, String>,
    inputs: BTreeMap<String, String>,
    action_ref: &'static str,
}

impl Steps<'_, '_> {
    /// Runs steps up to one that fails; whether none did. `outer` is what the step that calls an action gives it.
    fn all(&mut self, steps: &[Value], machine: &mut Machine, outer: &BTreeMap<String, String>) -> bool {
        steps.iter().all(|step| {
            let condition = step["if"].as_str().unwrap_or("'always'");
            if !holds(condition, &|name| self.name(name)) {
                return true;
            }
            let mut env = outer.clone();
            env.extend(self.texts(&step["env"]));
            match (step["run"].as_str(), step["uses"].as_str()) {
                (Some(script), None) => self.script(step, script, machine, &env),
                (None, Some(uses)) => self.uses(step, uses, machine, &env),
                _ => panic!("{step} is no step"),
            }
        })
    }

    fn script(&mut self, step: &Value, script: &str, machine: &mut Machine, env: &BTreeMap<String, String>) -> bool {
        let script = filled(script, &|name| self.name(name));
        let within = filled(step["working-directory"].as_str().unwrap_or("."), &|name| self.name(name));
        let folder = machine.workspace.join(within);
        let temp = Path::new(&machine.env["RUNNER_TEMP"]).to_owned();
        let (output, path) = (temp.join("output"), temp.join("path"));
        let mut env = env.clone();
        env.insert("GITHUB_OUTPUT".to_owned(), output.display().to_string());
        env.insert("GITHUB_PATH".to_owned(), path.display().to_string());
        fs::write(&output, "").unwrap();
        fs::write(&path, "").unwrap();
        let is_well = machine.run(&script, &folder, &env);
        for line in fs::read_to_string(output).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            let id = step["id"].as_str().unwrap();
            self.outputs.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
        }
        for line in fs::read_to_string(path).unwrap().lines() {
            let all = format!("{line}:{}", machine.env["PATH"]);
            machine.env.insert("PATH".to_owned(), all);
        }
        is_well
    }

    fn uses(&mut self, step: &Value, uses: &str, machine: &mut Machine, env: &BTreeMap<String, String>) -> bool {
        let with = self.texts(&step["with"]);
        let (action, version) = uses.split_once('@').unwrap();
        match action {
            // The machine has the clone, and tools.
            "actions/checkout" | "actions/setup-node" => true,
            "actions/cache/restore" => {
                let found = [&with["key"], &with["restore-keys"]]
                    .into_iter()
                    .find_map(|key| self.service.restore(key, machine));
                let name = format!("steps.{}.outputs.cache-matched-key", step["id"].as_str().unwrap());
                self.outputs.extend(found.map(|key| (name, key)));
                true
            }
            "actions/cache/save" => {
                let folders: Vec<String> = with["path"].lines().map(str::to_owned).collect();
                self.service.keep(&with["key"], machine, &folders);
                true
            }
            "slugline/slugline" => {
                assert_eq!(version, VERSION);
                self.ours(with, machine, env)
            }
            _ => panic!("nobody knows what {uses} stands for"),
        }
    }

    /// Our own action.
    fn ours(&mut self, with: BTreeMap<String, String>, machine: &mut Machine, env: &BTreeMap<String, String>) -> bool {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("action.yml");
        let action: Value = serde_yaml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let known = action["inputs"].as_object().unwrap();
        for name in with.keys() {
            assert!(known.contains_key(name), "the action has no input {name}");
        }
        let defaults = known
            .iter()
            .map(|(name, input)| (name.clone(), filled(input["default"].as_str().unwrap(), &|name| self.name(name))));
        let mut inputs: BTreeMap<String, String> = defaults.collect();
        inputs.extend(with);
        let (event, run_id) = (self.event, self.run_id);
        let mut steps =
            Steps { service: self.service, event, run_id, outputs: BTreeMap::new(), inputs, action_ref: VERSION };
        steps.all(action["runs"]["steps"].as_array().unwrap(), machine, env)
    }

    /// A mapping of texts, with their expressions worked out.
    fn texts(&self, mapping: &Value) -> BTreeMap<String, String> {
        let entries = mapping.as_object().into_iter().flatten();
        let texts = entries.map(|(key, value)| {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (key.clone(), filled(&text, &|name| self.name(name)))
        });
        texts.collect()
    }

    /// What a name in an expression stands for.
    fn name(&self, name: &str) -> String {
        if let Some(input) = name.strip_prefix("inputs.") {
            return self.inputs[input].clone();
        }
        if name.starts_with("steps.") {
            return self.outputs.get(name).cloned().unwrap_or_default();
        }
        if let Some(secret) = name.strip_prefix("secrets.") {
            return format!("secret-of-{secret}");
        }
        let is_request = self.event.name == "pull_request";
        let value = match name {
            "github.event_name" => self.event.name,
            "github.sha" => self.event.commit,
            "github.ref_name" if is_request => "1/merge",
            "github.ref_name" | "github.event.repository.default_branch" => "main",
            "github.repository" => "me/news",
            "github.server_url" => &self.event.server,
            "github.token" => "token-of-the-job",
            "github.run_id" => return format!("{:04}", self.run_id),
            "github.run_attempt" => "1",
            "github.action_path" => env!("CARGO_MANIFEST_DIR"),
            "github.action_ref" => self.action_ref,
            _ => panic!("nobody knows what `{name}` stands for"),
        };
        value.to_owned()
    }
}
