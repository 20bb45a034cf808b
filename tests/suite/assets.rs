//! Static files: style sheets in one and minified, names that tell contents, and what templates learn of them.

use crate::site_test::SiteTest;

/// A site with one post.
fn site() -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-11-20-a", "A", "Text.");
    site
}

/// Puts links to static files into the head of every page.
fn link(site: &SiteTest, links: &str) {
    site.write("templates/head_extra.html", links);
}

/// Builds, and tells what was made and why.
fn made(site: &SiteTest) -> String {
    let run = site.build_with(&["--explain"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    run.explained().join("\n") + "\n"
}

/// Builds in vain; the report.
fn fails(site: &SiteTest) -> String {
    let run = site.build();
    assert_eq!(run.status, 1, "{}", run.stdout);
    run.stderr
}

/// Paths of outputs below `css/`, `js/`, `fonts/` and `img/`.
fn files(site: &SiteTest) -> Vec<String> {
    let is_static = |path: &String| ["css/", "js/", "fonts/", "img/"].iter().any(|folder| path.starts_with(folder));
    site.outputs().into_iter().filter(is_static).collect()
}

/// The only output whose path begins and ends so, with ten hexadecimal digits between.
fn lasting(site: &SiteTest, before: &str, after: &str) -> String {
    let digits = |path: &String| {
        let digits = path.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        digits.is_some_and(|digits| digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let found: Vec<String> = site.outputs().into_iter().filter(digits).collect();
    assert_eq!(found.len(), 1, "{before}…{after}: {found:?}");
    found[0].clone()
}

#[test]
fn pages_link_to_style_sheets_by_names_that_tell_their_contents() {
    let site = site();
    site.build_well();
    let theme = lasting(&site, "css/theme.", ".css");
    let page = site.page("2025/11/a/index.html");
    assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"/{theme}\">")));
    assert_eq!(site.page(&theme), site.page("css/theme.css"));
    // Nobody asks for the style sheet of feeds by another name than its own.
    let syntax = lasting(&site, "css/syntax.", ".css");
    let colours = lasting(&site, "css/colours.", ".css");
    let styles = [&colours, "css/colours.css", "css/feed.css", &syntax, "css/syntax.css", &theme, "css/theme.css"];
    let (search, script) = (lasting(&site, "js/search.", ".js"), lasting(&site, "js/site.", ".js"));
    assert_eq!(files(&site), [&styles[..], &[&search, "js/search.js", &script, "js/site.js"]].concat());
    let source = include_str!("../../static/css/theme.css");
    let css = site.page("css/theme.css");
    assert!(css.len() * 10 < source.len() * 9 && !css.contains("\n  "), "{} of {} bytes", css.len(), source.len());
}

#[test]
fn what_a_style_sheet_imports_is_in_it() {
    let site = site();
    site.write(
        "static/css/own.css",
        "@charset \"utf-8\";\n@layer base, late;\n@import url(parts/type.css) layer(base);\n@import 'parts/print.css' print;\n\
         @import \"/css/parts/grid.css\" supports(display: grid);\n/* ours */\nbody  { color: #ff0000; }\n",
    );
    site.write("static/css/parts/type.css", "@import 'deep/face.css';\nh1 { font-weight: bold }\n");
    site.write(
        "static/css/parts/deep/face.css",
        "@font-face { font-family: X; src: url('../../../fonts/x.woff2') format(\"woff2\") }\n",
    );
    site.write("static/css/parts/print.css", "@media (min-width: 40em) { a { background: url(../../img/i.png#x) } }\n");
    site.write("static/css/parts/grid.css", "b { margin: 0 0 0 0; background: url(#local), url(data:image/png,x) }\n");
    site.write("static/fonts/x.woff2", "font").write("static/img/i.png", "image");
    link(&site, "<link rel=\"stylesheet\" href=\"{{ asset(path=\"css/own.css\") }}\">");
    site.build_well();
    let own = lasting(&site, "css/own.", ".css");
    let font = site.page(&own).split("../fonts/").nth(1).unwrap().split(')').next().unwrap().to_owned();
    let image = site.page(&own).split("../img/").nth(1).unwrap().split('#').next().unwrap().to_owned();
    assert_eq!(
        site.page(&own),
        format!(
            "@layer base{{@font-face{{font-family:X;src:url(../fonts/{font})format(\"woff2\")}}h1{{font-weight:700}}}}@layer late;\
             @media print{{@media (min-width:40em){{a{{background:url(../img/{image}#x)}}}}}}\
             @supports (display:grid){{b{{background:url(#local),url(data:image/png,x);margin:0}}}}body{{color:red}}"
        )
    );
    assert!(image.starts_with("i.png?v="));
    // The parts are there by themselves, too.
    assert!(site.page("css/parts/grid.css").starts_with("b{"));
    // A font is published under the name that is asked for.
    assert!(font.starts_with("x.") && font != "x.woff2" && site.has("fonts/x.woff2"), "{font}");
    assert!(site.has(&format!("fonts/{font}")), "{:?}", files(&site));
}

#[test]
fn another_style_sheet_has_another_name_and_is_on_every_page_that_asks_for_it() {
    let site = site();
    site.write("static/css/own.css", "@import 'part.css';\n").write("static/css/part.css", "a { color: red }\n");
    site.write("static/css/lone.css", "b { color: red }\n");
    site.write("templates/page.html", "<link rel=\"stylesheet\" href=\"{{ asset(path='css/own.css') }}\">\n");
    site.write("content/about.md", "---\ntitle: About\n---\nUs.\n");
    site.build_well();
    let before = lasting(&site, "css/own.", ".css");
    site.write("static/css/lone.css", "b { color: blue }\n");
    assert_eq!(made(&site), "css/lone.css: its source changed\n");
    site.write("static/css/part.css", "a { color: blue }\n");
    let made = made(&site);
    let after = lasting(&site, "css/own.", ".css");
    assert_ne!(before, after);
    let expected = [
        "about/index.html: static files changed".to_owned(),
        format!("{before}: no longer part of the site"),
        format!("{after}: new"),
        "css/own.css: its source changed".to_owned(),
        "css/part.css: its source changed".to_owned(),
    ];
    let mut made: Vec<&str> = made.lines().collect();
    made.sort_unstable();
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.sort_unstable();
    assert_eq!(made, expected);
    assert!(site.page("about/index.html").contains(&after));
}

#[test]
fn a_static_file_that_is_not_there_is_told_at_the_very_name() {
    let site = site();
    link(&site, "<link href=\"{{ asset(path=\"css/them.css\") }}\">\n<i>{{ integrity(path='none/of/it.js') }}</i>");
    insta::assert_snapshot!(fails(&site));
    // Where the name is worked out, it is told when a page asks for it.
    link(&site, "<link href=\"{{ asset(path=\"css/\" ~ \"them.css\") }}\">");
    insta::assert_snapshot!(fails(&site));
}

#[test]
fn a_name_that_is_worked_out_can_be_any() {
    let site = site();
    site.write("static/js/a.js", "1").write("static/img/i.png", "image");
    link(
        &site,
        "{% for name in [\"js/a.js\", \"img/i.png\", \"css/feed.css\"] %}<i>{{ asset(path=name) }}</i>{% endfor %}",
    );
    site.build_well();
    let (script, feed) = (lasting(&site, "js/a.", ".js"), lasting(&site, "css/feed.", ".css"));
    let page = site.page("index.html");
    assert!(page.contains(&format!("<i>/{script}</i><i>/img/i.png?v=")), "{page}");
    assert!(page.contains(&format!("<i>/{feed}</i>")));
}

#[test]
fn what_cannot_be_read_in_a_style_sheet_is_told_and_stays() {
    let site = site();
    let css =
        "a { color: red; }\nb { background: url(i.png); *zoom: 1 }\nc:new-one, d::-moz-old { x: y }\n@new-rule x;\n}\n";
    site.write("static/css/own.css", css).write("static/css/i.png", "image");
    site.write(
        "static/css/all.css",
        "@import 'own.css';\n@import 'gone.css';\ni { background: url(../img/gone.png) }\n",
    );
    let run = site.build();
    insta::assert_snapshot!(run.stderr);
    assert_eq!(run.status, 0);
    let image = site.page("css/own.css").split("?v=").nth(1).unwrap()[..10].to_owned();
    assert_eq!(site.page("css/own.css"), css.replace("url(i.png)", &format!("url(\"i.png?v={image}\")")));
    // What it is a part of stays in parts.
    let own = lasting(&site, "css/own.", ".css");
    let expected = format!("@import \"{}\";\n@import 'gone.css';\n", own.strip_prefix("css/").unwrap());
    assert!(site.page("css/all.css").starts_with(&expected), "{}", site.page("css/all.css"));
    assert_eq!(site.build().stderr, run.stderr, "said again, though nothing changed");
    site.post("2025-11-21-b", "B", "Text.");
    assert_eq!(site.build().stderr, run.stderr, "said again, though the style sheets did not change");
}

#[test]
fn a_style_sheet_cannot_import_itself() {
    let site = site();
    site.write("static/css/a.css", "@import 'b.css';\n").write("static/css/b.css", "\n@import \"a.css\";\n");
    site.write("static/css/own.css", "@import url(own.css);\n");
    let told = fails(&site);
    insta::assert_snapshot!(told);
    // Whatever becomes of it.
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nassets: {minify: false}\n");
    assert_eq!(fails(&site), told);
}

#[test]
fn style_sheets_stay_in_parts_where_one_would_mean_something_else() {
    let site = site();
    site.write("static/css/part.css", "a { color: red }\n");
    site.write("static/css/first.css", "@import 'https://fonts.example/a.css';\n@import 'part.css';\n");
    site.write("static/css/last.css", "@import 'part.css';\n@import 'https://fonts.example/a.css';\n");
    site.write("static/css/within.css", "@import 'first.css' screen;\n");
    site.write("static/css/deep.css", "@import 'first.css' layer(base) screen;\n");
    site.write("static/css/space.css", "@namespace s url(http://www.w3.org/2000/svg);\ns|a { color: red }\n");
    site.write("static/css/spaces.css", "@import 'space.css';\n");
    site.build_well();
    assert_eq!(site.page("css/first.css"), "@import \"https://fonts.example/a.css\";a{color:red}");
    let part = lasting(&site, "css/part.", ".css");
    let part = part.strip_prefix("css/").unwrap();
    let expected = format!("@import \"{part}\";\n@import 'https://fonts.example/a.css';\n");
    assert_eq!(site.page("css/last.css"), expected);
    let first = lasting(&site, "css/first.", ".css");
    assert_eq!(site.page("css/within.css"), format!("@import \"{}\" screen;\n", first.strip_prefix("css/").unwrap()));
    assert!(site.page("css/space.css").starts_with("@namespace s"));
    assert!(site.page("css/deep.css").starts_with("@import \"first."));
    assert!(site.page("css/spaces.css").starts_with("@import \"space."));
}

#[test]
fn what_is_imported_again_and_again_stands_once_where_the_order_allows_it() {
    let site = site();
    site.write("static/css/base.css", "a { color: red }\n");
    site.write("static/css/one.css", "@import 'base.css';\nb { color: red }\n");
    site.write("static/css/two.css", "@import 'base.css';\na { color: blue }\n");
    site.write("static/css/all.css", "@import 'one.css';\n@import 'two.css';\n@import 'base.css' print;\n");
    site.write("static/css/layers.css", "@import 'base.css' layer(x);\n@import 'one.css';\n@import 'base.css';\n");
    for depth in 0..40 {
        let next = format!("@import 's{}.css';\n", depth + 1);
        site.write(&format!("static/css/s{depth}.css"), format!("{next}{}", next.replace("';", "' screen;")));
    }
    site.write("static/css/s40.css", "a { color: red }\n");
    site.build_well();
    assert_eq!(site.page("css/all.css"), "b,a{color:red}a{color:#00f}@media print{a{color:red}}");
    assert_eq!(site.page("css/layers.css"), "@layer x{a{color:red}}a,b,a{color:red}");
    // What would be far too much stays in parts.
    assert!(site.page("css/s0.css").starts_with("@import "));
}

#[test]
fn addresses_hold_below_a_path_and_with_all_letters() {
    let site = site();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/daily/\n");
    site.write(
        "static/css/own.css",
        "a { background: url(/daily/img/é%20i.png); b: url(/img/é%20i.png?w=1); c: url('/2025/11/a/'); d: url(//cdn.example/x) }\n",
    );
    site.write("static/img/é i.png", "image");
    site.write("static/img/what?.png", "image").write("static/css/question.css", "a { b: url(../img/what%3F.png) }\n");
    link(&site, "<i>{{ asset(path=\"img/é i.png\") }}</i>");
    site.build_well();
    let page = site.page("index.html");
    let address = page.split("<i>").nth(1).unwrap().split("</i>").next().unwrap();
    assert!(address.starts_with("/daily/img/%C3%A9%20i.png?v="), "{address}");
    let question = site.page("css/question.css");
    assert!(question.starts_with("a{b:url(../img/what%3F.png?v="), "{question}");
    assert_eq!(
        site.page("css/own.css"),
        format!(
            "a{{b:url(/daily/img/%C3%A9%20i.png?w=1);c:url(/2025/11/a/);d:url(//cdn.example/x);background:url({address})}}"
        )
    );
}

#[test]
fn files_are_published_as_they_are_where_that_is_wanted() {
    let site = site();
    let css = "@import 'part.css';\nb  { background: url(i.png); }\n";
    site.write("static/css/own.css", css).write("static/css/part.css", "a  { }\n").write("static/css/i.png", "image");
    link(&site, "<link rel=\"stylesheet\" href=\"{{ asset(path=\"css/own.css\") }}\">");
    let with = |assets: &str| {
        site.write("site.yaml", format!("title: The Wire\nbase_url: https://news.example/\nassets: {assets}\n"));
        site.build_well();
    };
    with("false");
    assert_eq!((site.page("css/own.css").as_str(), site.page("css/part.css").as_str()), (css, "a  { }\n"));
    assert!(site.page("index.html").contains("<link rel=\"stylesheet\" href=\"/css/own.css\">"));
    assert!(site.outputs().iter().filter(|path| path.starts_with("css/own")).eq(["css/own.css"]));
    with("{fingerprint: false}");
    assert_eq!(site.page("css/own.css"), "b{background:url(i.png)}");
    assert!(site.page("index.html").contains("href=\"/css/own.css\""));
    with("{minify: false}");
    let own = site.page("css/own.css");
    assert!(own.starts_with("@import \"part.") && own.contains("b  { background: url(\"i.png?v="), "{own}");
    assert!(!site.page("index.html").contains("href=\"/css/own.css\""));
}

#[test]
fn the_digest_of_a_file_is_what_browsers_compare() {
    let site = site();
    site.write("static/js/a.js", "alert('Hello, world.');");
    link(&site, "<script src=\"{{ asset(path='js/a.js') }}\" integrity=\"{{ integrity(path='js/a.js') }}\"></script>");
    site.build_well();
    // The example of the specification (Subresource Integrity, 3.1).
    let expected = "integrity=\"sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO\"";
    assert!(site.page("index.html").contains(expected));
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nassets: {fingerprint: false}\n");
    site.build_well();
    assert!(site.page("index.html").contains(expected));
    site.write("static/js/a.js", "alert('Good night.');");
    site.build_well();
    let page = site.page("index.html");
    assert!(page.contains("integrity=\"sha384-") && !page.contains(expected));
}

#[test]
#[cfg(feature = "sass")]
fn sass_becomes_css() {
    let site = site();
    site.write("static/css/site.scss", "@use 'parts/colours';\n@import 'plain.css';\n$w: 2px;\na { b { color: colours.$red; width: $w * 2; c: url(i.png) } }\n");
    site.write("static/css/parts/_colours.scss", "$red: #ff0000;\n").write("static/css/i.png", "image");
    site.write("static/css/plain.css", "p { margin: 0 }\n").write("static/css/old.sass", "a\n  color: blue\n");
    link(&site, "<link rel=\"stylesheet\" href=\"{{ asset(path=\"css/site.css\") }}\">");
    site.build_well();
    let css = lasting(&site, "css/site.", ".css");
    let text = site.page(&css);
    assert!(text.starts_with("p{margin:0}a b{color:red;c:url(i.png?v="), "{text}");
    assert_eq!(site.page("css/old.css"), "a{color:#00f}");
    assert!(!site.outputs().iter().any(|path| path.ends_with(".scss") || path.ends_with(".sass")));
    site.write("static/css/parts/_colours.scss", "$red: #00ff00;\n");
    site.build_well();
    site.assert_as_cold(&[]);
    assert_ne!(lasting(&site, "css/site.", ".css"), css);
    site.write("static/css/parts/_colours.scss", "$red: ;\n").write("static/css/old.scss", "a { b: $none }\n");
    insta::assert_snapshot!(fails(&site));
}

#[test]
#[cfg(not(feature = "sass"))]
fn sass_is_published_as_it_is_where_nobody_knows_it() {
    let site = site();
    site.write("static/css/site.scss", "a { b { color: red } }\n");
    let run = site.build();
    insta::assert_snapshot!(run.stderr);
    assert_eq!(site.page("css/site.scss"), "a { b { color: red } }\n");
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nassets: false\n");
    site.build_well();
}

#[test]
fn pages_are_written_without_what_nobody_sees_on_request() {
    let site = site();
    site.write(
        "content/posts/2025-11-21-b.md",
        "---\ntitle: B\n---\n```rust\nfn  a() {\n\n    1\n}\n```\n<!-- note -->\n",
    );
    site.build_well();
    let long = site.page("2025/11/b/index.html");
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nminify_html: true\n");
    let made = made(&site);
    assert!(made.contains("2025/11/b/index.html: `minify_html` changed\n"), "{made}");
    let short = site.page("2025/11/b/index.html");
    assert!(short.len() < long.len() && !short.contains("\n\n<") && !short.contains("<!-- note"));
    let code = |page: &str| page.split("<pre").nth(1).unwrap().split("</pre>").next().unwrap().to_owned();
    assert_eq!(code(&short), code(&long));
    assert_eq!(made.lines().filter(|line| !line.contains(".html: ")).count(), 0, "{made}");
}
