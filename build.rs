//! Digests the program's own sources, so that a cache of another version of it is known as such.

#![allow(clippy::disallowed_methods, reason = "the floors of the program are not those of its build script")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for folder in ["src", "templates", "translations", "static", "fonts"] {
        println!("cargo::rerun-if-changed={folder}");
        gather(Path::new(folder), &mut files)?;
    }
    for file in ["Cargo.toml", "Cargo.lock", "build.rs"] {
        println!("cargo::rerun-if-changed={file}");
        files.push(PathBuf::from(file));
    }
    files.sort();
    // What becomes of pictures depends on less: they are not made anew for every version of the program.
    let makes_pictures = |file: &&PathBuf| {
        file.starts_with("src/image") || file.starts_with("src/source/metadata") || **file == *Path::new("Cargo.lock")
    };
    println!("cargo::rustc-env=SLUGLINE_PICTURES={:016x}", digest(files.iter().filter(makes_pictures)));
    println!("cargo::rustc-env=SLUGLINE_SOURCES={:016x}", digest(files.iter()));
    Ok(())
}

fn digest<'f>(files: impl Iterator<Item = &'f PathBuf>) -> u64 {
    let mut digest = FNV_OFFSET;
    for file in files {
        // A packaged crate need not have a lock file.
        let Ok(bytes) = fs::read(file) else { continue };
        let name = file.to_string_lossy().replace('\\', "/");
        digest = add(add(digest, name.as_bytes()), &bytes);
    }
    digest
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

// FNV-1a, 64 bits: no more is needed to tell versions apart.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn add(digest: u64, bytes: &[u8]) -> u64 {
    let length = (bytes.len() as u64).to_le_bytes();
    length.iter().chain(bytes).fold(digest, |digest, byte| (digest ^ u64::from(*byte)).wrapping_mul(FNV_PRIME))
}
