//! Components: a site's take the place of the theme's of the same name. Tera itself takes no two of one name.

const START: &str = "{% component ";
const END: &str = "endcomponent";

/// The names of the components that a template defines.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(START).skip(1).filter_map(|rest| rest.split('(').next()).map(str::trim)
}

/// The theme's components, but for those that the site has its own of.
pub(super) fn without(theme: &str, own: &[&str]) -> String {
    let mut parts = theme.split(START);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.split('(').next().unwrap_or_default().trim();
        if own.contains(&name) {
            let behind = part.split_once(END).and_then(|(_, rest)| rest.split_once("%}"));
            text.push_str(behind.map_or("", |(_, behind)| behind));
        } else {
            text.push_str(START);
            text.push_str(part);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_component_is_cut_out_and_the_others_stay() {
        let theme = "{# a #}{% component a(x) -%}A{%- endcomponent a %}\n{% component b() %}B{% endcomponent b %}\n";
        assert_eq!(names(theme).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(without(theme, &["a"]), "{# a #}\n{% component b() %}B{% endcomponent b %}\n");
        assert_eq!(without(theme, &[]), theme);
    }
}
