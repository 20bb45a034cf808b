//! `install.sh`, with releases in a folder.

use std::collections::BTreeMap;

use super::BEFORE;
use super::service::{Service, VERSION};

/// Runs `install.sh` with arguments on a machine; whether it worked, and what it said.
fn install(service: &mut Service, arguments: &str, change: &str) -> (bool, String) {
    let mut machine = service.machine("main", BEFORE);
    let releases = service.site.parent().join("releases/download");
    assert!(machine.run(change, &releases, &BTreeMap::new()), "{}", machine.log);
    let script = format!("sh {:?}/install.sh {arguments}", env!("CARGO_MANIFEST_DIR"));
    let workspace = machine.workspace.clone();
    machine.log.clear();
    let is_well = machine.run(&script, &workspace, &BTreeMap::new());
    let home = machine.env["HOME"].clone();
    let log = machine.log.replace(&home, "~");
    (is_well, log.replace(service.site.parent().to_str().unwrap(), "TEMP"))
}

#[test]
fn it_installs_what_the_checksum_says_and_nothing_else() {
    let mut service = Service::with_site("github");
    let (is_well, said) = install(&mut service, &format!("--version {VERSION}"), "");
    let installed = format!("Installed slugline {} in ~/.local/bin\n", env!("CARGO_PKG_VERSION"));
    assert!(is_well && said.starts_with(&installed), "{said}");
    assert!(said.contains("~/.local/bin is not in PATH yet"), "{said}");
    let bare = VERSION.trim_start_matches('v');
    let (is_well, said) = install(&mut service, &format!("--to \"$PWD/a folder\" --version {bare}"), "");
    assert!(is_well && said.contains("/a folder\n"), "{said}");
    // The newest is found without its name.
    let (is_well, said) = install(&mut service, "", "");
    assert!(!is_well && said.contains("there is no release at file://TEMP/releases/latest/download"), "{said}");
    let newest = format!("mkdir ../latest && cp -R {VERSION} ../latest/download");
    assert!(install(&mut service, "", &newest).0);
    for (change, said) in [
        ("for file in */*.tar.gz; do echo x >> $file; done", "is not what its checksum says"),
        ("sed -i.old /slugline/d */SHA256SUMS", "SHA256SUMS does not name `slugline-"),
        ("rm */*.tar.gz", "the release has no `slugline-"),
        ("rm */SHA256SUMS", "there is no release at file://TEMP/releases/download/v"),
    ] {
        let (is_well, log) = install(&mut service, &format!("--version {VERSION}"), change);
        assert!(!is_well && log.starts_with("error: ") && log.contains(said), "{log}");
        assert!(log.contains("\n  = help: ") && !log.contains("Installed"), "{log}");
    }
    let (is_well, log) = install(&mut service, "--force", "");
    assert!(!is_well && log.starts_with("error: unknown argument `--force`\n"), "{log}");
}
