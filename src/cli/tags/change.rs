//! Making one tag of several, and giving a tag another name: what that changes in `tags.yaml`.
//!
//! The former name becomes an alias of the new one, so that what has the former name, in posts and on other sites, leads on.

use crate::config::TagInfo;
use crate::content::hashtag::identity;
use crate::content::slug::slugify;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};

use super::file::{TagsFile, plain};
use super::{Changed, Newsroom, posts};

/// A change, worked out.
pub(super) struct Change {
    old: Vec<String>,
    new: String,
    file: TagsFile,
    notices: Vec<String>,
}

impl Change {
    /// Makes tags aliases of another.
    pub(super) fn merge(newsroom: &Newsroom<'_>, old: &[String], new: &str) -> Result<Self, Diagnostics> {
        let new = name(new)?;
        let mut problems = Diagnostics::new();
        let mut merged: Vec<String> = Vec::new();
        // Who names an alias means its tag.
        let target = newsroom.alias_of(new).map_or_else(|| newsroom.spelling(new), str::to_owned);
        for typed in old {
            match old_of_merge(newsroom, typed, new, &target) {
                Ok(old) if merged.iter().any(|other| identity(other) == identity(&old)) => {}
                Ok(old) => merged.push(old),
                Err(problem) => problems.push(problem),
            }
        }
        problems.into_result()?;
        let mut change = Self { old: merged, new: target, file: TagsFile::open(newsroom)?, notices: Vec::new() };
        change.merge_entries(newsroom)?;
        Ok(change)
    }

    fn merge_entries(&mut self, newsroom: &Newsroom<'_>) -> Result<(), Diagnostic> {
        let key = self.file.key_or_new(&self.new)?;
        for old in self.old.clone() {
            if newsroom.alias_of(&old).is_some() {
                // It is one already.
                continue;
            }
            let info = newsroom.config.tags.iter().find(|info| identity(&info.name.value) == identity(&old));
            if let Some(own) = self.file.key(&old) {
                self.file.remove(&own)?;
            }
            self.file.add_alias(&key, &old)?;
            let aliases = info.map_or(&[][..], |info| info.aliases.as_slice());
            for alias in aliases {
                self.file.add_alias(&key, &alias.value)?;
            }
            if let Some(info) = info {
                self.tell_what_goes(info);
                self.keep_address(newsroom, &key, info)?;
            }
        }
        Ok(())
    }

    /// A title or description was written for the old tag; whoever merges it decides what becomes of that.
    fn tell_what_goes(&mut self, info: &TagInfo) {
        let fields =
            [("title", info.title.is_some()), ("description", info.description.is_some()), ("hidden", info.hidden)];
        let gone: Vec<&str> = fields.into_iter().filter(|(_, is_there)| *is_there).map(|(field, _)| field).collect();
        if !gone.is_empty() {
            let old = &info.name.value;
            self.notices.push(format!("what `tags.yaml` says of `{old}` goes with it: {}", gone.join(", ")));
        }
    }

    /// A tag with an address of its own redirects from there too.
    fn keep_address(&mut self, newsroom: &Newsroom<'_>, key: &str, info: &TagInfo) -> Result<(), Diagnostic> {
        let slugs = newsroom.config.slugs;
        let by_name = |name: &str| slugify(&identity(name), slugs);
        let Some(slug) = info.slug.as_ref().map(|slug| slugify(&slug.value, slugs)) else { return Ok(()) };
        if slug == by_name(&info.name.value) || info.aliases.iter().any(|alias| slug == by_name(&alias.value)) {
            return Ok(());
        }
        if slug == by_name(&slug) && !newsroom.knows(&slug) && newsroom.alias_of(&slug).is_none() {
            return self.file.add_alias(key, &slug);
        }
        let new = newsroom.tags.find(&self.new).map_or_else(|| by_name(&self.new), |tag| tag.slug.clone());
        self.notices.push(format!(
            "`/tags/{slug}/` will lead nowhere; add `/tags/{slug}/: /tags/{new}/` to `redirects` in `site.yaml`"
        ));
        Ok(())
    }

    /// Gives a tag another name, or another spelling of the same.
    pub(super) fn rename(newsroom: &Newsroom<'_>, old: &str, new: &str) -> Result<Self, Diagnostics> {
        let (typed, new) = (name(old)?, name(new)?);
        if let Some(tag) = newsroom.alias_of(typed) {
            return Err(Diagnostic::error(format!("`{typed}` is an alias of `{tag}`"))
                .help(format!("to rename the tag: slugline tags rename {} {}", word(tag), word(new)))
                .into());
        }
        if !newsroom.knows(typed) {
            return Err(unknown(newsroom, typed).into());
        }
        let old = newsroom.spelling(typed);
        let mut file = TagsFile::open(newsroom)?;
        let is_same = identity(&old) == identity(new);
        let was_alias = newsroom.alias_of(new).is_some_and(|tag| identity(tag) == identity(&old));
        if !is_same && !was_alias {
            is_free(newsroom, &old, new)?;
        }
        let key = file.key(&old);
        if was_alias && let Some(key) = &key {
            file.replace_alias(key, new, &old)?;
        }
        let key = match key {
            Some(key) => {
                file.rename(&key, new)?;
                new.to_owned()
            }
            None => file.key_or_new(new)?,
        };
        if !is_same && !was_alias {
            file.add_alias(&key, &old)?;
        }
        Ok(Self { old: vec![old], new: new.to_owned(), file, notices: Vec::new() })
    }

    /// The files that change: `tags.yaml`, and the posts if they are to be edited too.
    pub(super) fn made(self, newsroom: &Newsroom<'_>, edit_posts: bool) -> Result<Changed, Diagnostics> {
        newsroom.check(self.file.text(), &self.old, &self.new)?;
        let mut sources: Vec<_> = self.file.rewritten().into_iter().collect();
        if edit_posts {
            sources.extend(posts::all(newsroom, &self.old, &self.new)?);
        }
        Ok(Changed { sources, notices: self.notices })
    }
}

/// Whether no other tag is called so.
fn is_free(newsroom: &Newsroom<'_>, old: &str, new: &str) -> Result<(), Diagnostic> {
    let (problem, tag) = match newsroom.alias_of(new) {
        Some(tag) => (format!("`{new}` is an alias of `{tag}`"), tag.to_owned()),
        None if newsroom.knows(new) => (format!("`{new}` is a tag already"), newsroom.spelling(new)),
        None => return Ok(()),
    };
    let merge = format!("slugline tags merge {} into {}", word(old), word(&tag));
    Err(Diagnostic::error(problem).help(format!("to make one of them: {merge}")))
}

/// A tag that is to be merged, as it is spelled on the site.
fn old_of_merge(newsroom: &Newsroom<'_>, typed: &str, new: &str, target: &str) -> Result<String, Diagnostic> {
    let typed = name(typed)?;
    if identity(typed) == identity(target) {
        if identity(new) != identity(target) {
            return Err(Diagnostic::error(format!("`{new}` is an alias of `{target}`")).help(format!(
                "to call the tag so: slugline tags rename {} {}",
                word(target),
                word(new)
            )));
        }
        let problem = Diagnostic::error(format!("`{typed}` and `{new}` are one tag already"));
        return Err(match [typed, new].into_iter().find(|spelling| *spelling != target) {
            Some(spelling) => {
                let rename = format!("slugline tags rename {} {}", word(target), word(spelling));
                problem.help(format!("to spell it `{spelling}`: {rename}"))
            }
            None => problem,
        });
    }
    match newsroom.alias_of(typed) {
        Some(tag) if identity(tag) == identity(target) => Ok(typed.to_owned()),
        Some(tag) => Err(Diagnostic::error(format!("`{typed}` is an alias of `{tag}`"))
            .help(format!("merge `{tag}`, or take `{typed}` out of its aliases in `tags.yaml`"))),
        None if newsroom.knows(typed) => Ok(newsroom.spelling(typed)),
        None => Err(unknown(newsroom, typed)),
    }
}

/// A name as it was typed, checked.
fn name(typed: &str) -> Result<&str, Diagnostic> {
    let name = plain(typed);
    let reason = if identity(name).is_empty() {
        "there is no letter, digit or symbol in it"
    } else if name.contains(char::is_control) {
        "a tag is one line of text"
    } else if name.chars().count() > 100 {
        "a tag has at most 100 characters"
    } else {
        return Ok(name);
    };
    Err(Diagnostic::error(format!("`{}` is no hashtag", typed.escape_debug())).help(reason))
}

fn unknown(newsroom: &Newsroom<'_>, typed: &str) -> Diagnostic {
    let of_posts = newsroom.tags.all.iter().map(|tag| tag.name.as_str());
    let of_file = newsroom.config.tags.iter().map(|info| info.name.value.as_str());
    let help = match nearest(typed, of_posts.chain(of_file)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`slugline tags` lists those that there are".to_owned(),
    };
    Diagnostic::error(format!("no post has the tag `{typed}`, and `tags.yaml` has no entry for it")).help(help)
}

/// A name as a shell takes it for one word.
fn word(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
    if name.chars().all(is_plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}
