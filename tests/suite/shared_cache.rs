//! `cache: {remote: …}`: what one machine made, another does not make again.

use crate::servers::Store;
use crate::site_test::{NOW, Run, SiteTest, difference};

/// A site with a picture, code, and posts that have cards.
fn site(store: &Store) -> SiteTest {
    let site = SiteTest::empty();
    let remote = format!("cache: {{remote: \"s3://news/cache\", endpoint: \"{}\"}}", store.endpoint);
    site.write(
        "site.yaml",
        format!("title: The Wire\nbase_url: https://news.example/\nsocial_cards: true\n{remote}\n"),
    );
    let picture =
        image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, (x * y % 239) as u8]));
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    site.write("content/posts/images/a.png", png.into_inner());
    site.post("2025-11-01-picture", "A picture", "![A pattern](images/a.png)");
    site.post("2025-11-02-code", "Code", "```rust\nfn main() {}\n```\n");
    site.post("2025-11-03-words", "Words", "Words.");
    site
}

fn build(store: &Store, site: &SiteTest, secret: Option<&str>) -> Run {
    let mut command = store.command(site, &["build", "--now", NOW]);
    if let Some(secret) = secret {
        command.env("SLUGLINE_CACHE_SECRET", secret);
    }
    site.ended(command)
}

/// Another machine, on which the same site was checked out.
fn another(store: &Store) -> SiteTest {
    site(store)
}

fn assert_well(run: &Run) {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
}

/// How many objects there are of a kind.
fn count(store: &mut Store, kind: &str) -> usize {
    store.objects_below(&format!("cache/{kind}/")).len()
}

#[test]
#[ignore = "needs moto, a Python package"]
fn what_one_machine_made_another_does_not_make() {
    let mut store = Store::start();
    let one = site(&store);
    assert_well(&build(&store, &one, None));
    assert_eq!((count(&mut store, "images"), count(&mut store, "cards"), count(&mut store, "builds")), (1, 2, 1));
    store.order("count");
    let other = another(&store);
    let run = build(&store, &other, None);
    assert_well(&run);
    // Nothing of what was made: but two sections that know the files of each machine, and what names them.
    let (written, _) = store.requests("PUT");
    assert!(written <= 3, "{written} written");
    assert_eq!(difference(&one.tree(), &other.tree()), None);
    assert_eq!((count(&mut store, "images"), count(&mut store, "cards")), (1, 2));
    // And it goes on from there: what is new is made, and shared.
    other.post("2025-11-04-more", "More", "Words.");
    assert_well(&build(&store, &other, None));
    assert_eq!(count(&mut store, "cards"), 3);
    // Nothing new, nothing asked.
    store.order("count");
    assert_well(&build(&store, &other, None));
    assert_eq!((store.requests("GET").0, store.requests("PUT").0), (0, 0));
    // What a site remembers of its addresses is not lost with a machine.
    let third = another(&store);
    third.remove("content/posts/2025-11-03-words.md");
    let run = build(&store, &third, None);
    assert!(run.stderr.contains("`/2025/11/words/` is no longer there"), "{}", run.stderr);
}

#[test]
#[ignore = "needs moto, a Python package"]
fn nobody_is_poisoned() {
    let mut store = Store::start();
    let one = site(&store);
    assert_well(&build(&store, &one, Some("secret")));
    let right = one.tree();
    // Somebody who does not know the secret puts what was sealed under another's name, and rubbish.
    let names: Vec<String> = store.objects_below("cache/").into_iter().map(|(name, _)| name).collect();
    let pieces = |kind: &str| names.iter().filter(move |name| name.starts_with(kind)).cloned().collect::<Vec<_>>();
    let cards = pieces("cards/");
    store.order(&format!("copy cache/{} cache/{}", cards[0], cards[1]));
    let sections = pieces("sections/");
    store.order(&format!("copy cache/{} cache/{}", sections[0], sections[1]));
    for name in pieces("images/") {
        store.order(&format!("put cache/{name} slugline piece 1"));
    }
    let other = another(&store);
    assert_well(&build(&store, &other, Some("secret")));
    assert_eq!(difference(&right, &other.tree()), None);
    // What others sealed, with their secret or with none, is not opened.
    for secret in [Some("another"), None] {
        store.order("count");
        let other = another(&store);
        assert_well(&build(&store, &other, secret));
        assert!(store.requests("PUT").0 > 3);
        assert_eq!(difference(&right, &other.tree()), None);
    }
}

#[test]
#[ignore = "needs moto, a Python package"]
fn without_it_a_build_is_made_all_the_same() {
    let mut store = Store::start();
    let site = site(&store);
    // Nobody says who asks.
    let run = site.run(&["build", "--now", NOW]);
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.stderr);
    // It says no.
    store.order("fail GET 0 403 AccessDenied");
    let other = another(&store);
    let run = build(&store, &other, None);
    assert_eq!(run.status, 0);
    insta::assert_snapshot!("refused", run.stderr);
    assert_eq!(difference(&site.tree(), &other.tree()), None);
}
