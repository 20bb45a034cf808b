# What is done often. `just` alone lists it.

default:
    @just --list

# Build the sample site, which is this repository
build *arguments:
    cargo run --release -- build {{arguments}}

# Look at it on http://localhost:4000, and follow every edit
serve *arguments:
    cargo run --release -- serve {{arguments}}

# All tests that need nothing but Rust
test:
    cargo test

# Take new outputs as the expected ones; look at the difference before you commit
accept:
    INSTA_UPDATE=always cargo test

# Format and lint as the gate does
lint:
    cargo fmt
    cargo clippy --all-targets -- -D warnings

# Time the parts of a build
bench:
    cargo bench

# A made-up site of N posts in DIR
corpus n dir:
    cargo run --release --example corpus -- --posts {{n}} {{dir}}

# Everything that must pass before a change lands
ci:
    .ci/run
