//! Scalars of YAML, quoted as a careful writer would.

/// Plain where that is safe in a block, else quoted.
pub fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || " ,.'+-/$%&()?!".contains(c);
    if text.starts_with(char::is_alphabetic) && text.chars().all(plain) { text.to_owned() } else { quoted(text) }
}

/// In double quotes, or in single ones where the text holds double ones.
pub fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// An item of a list in brackets.
pub fn item(text: &str) -> String {
    if text.contains(',') { quoted(text) } else { scalar(text) }
}
