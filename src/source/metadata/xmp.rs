//! XMP (ISO 16684-1): RDF in XML. Of it is read what the IPTC Photo Metadata Standard and PLUS say of what is seen, and of
//! rights.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

use super::{ImageWords, text};

const DC: &str = "http://purl.org/dc/elements/1.1/";
const IPTC_CORE: &str = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
const IPTC_EXT: &str = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/";
const PHOTOSHOP: &str = "http://ns.adobe.com/photoshop/1.0/";
const PLUS: &str = "http://ns.useplus.org/ldf/xmp/1.0/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const RIGHTS: &str = "http://ns.adobe.com/xap/1.0/rights/";

/// Elements of a packet are not as deep as this.
const DEEPEST: usize = 64;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Property {
    Alt,
    Caption,
    Credit,
    Creator,
    Copyright,
    License,
    Licensor,
    SourceType,
}

impl Property {
    fn of(namespace: &str, name: &str) -> Option<Self> {
        match (namespace, name) {
            (IPTC_CORE, "AltTextAccessibility") => Some(Self::Alt),
            (DC, "description") => Some(Self::Caption),
            (PHOTOSHOP, "Credit") => Some(Self::Credit),
            (DC, "creator") => Some(Self::Creator),
            (DC, "rights") => Some(Self::Copyright),
            (RIGHTS, "WebStatement") => Some(Self::License),
            (PLUS, "LicensorURL") => Some(Self::Licensor),
            (IPTC_EXT, "DigitalSourceType") => Some(Self::SourceType),
            _ => None,
        }
    }

    fn place(self, words: &mut ImageWords) -> &mut Option<String> {
        match self {
            Self::Alt => &mut words.alt,
            Self::Caption => &mut words.caption,
            Self::Credit => &mut words.credit,
            Self::Creator => &mut words.creator,
            Self::Copyright => &mut words.copyright,
            Self::License => &mut words.license,
            Self::Licensor => &mut words.licensor,
            Self::SourceType => &mut words.source_type,
        }
    }

    fn is_address(self) -> bool {
        matches!(self, Self::License | Self::Licensor | Self::SourceType)
    }

    /// Several creators are a list; of a text in several languages, the first is the default.
    fn add(self, words: &mut ImageWords, written: &str) {
        let Some(written) = text(written) else { return };
        if self.is_address() && !(written.starts_with("https://") || written.starts_with("http://")) {
            return;
        }
        match self.place(words) {
            place @ None => *place = Some(written),
            Some(before) if self == Self::Creator => {
                before.push_str(", ");
                before.push_str(&written);
            }
            Some(_) => {}
        }
    }
}

/// What a packet says. One that is no XML says what stands before its first mistake.
pub(super) fn words(packet: &[u8]) -> ImageWords {
    let mut words = ImageWords::default();
    let packet = String::from_utf8_lossy(packet);
    let mut reader = NsReader::from_str(&packet);
    // The property in which each open element stands, and what was written in the innermost.
    let mut open: Vec<Option<Property>> = Vec::new();
    let mut written = String::new();
    loop {
        let Ok(event) = reader.read_event() else { return words };
        match event {
            Event::Start(element) => {
                if open.len() >= DEEPEST {
                    return words;
                }
                let property = property(&reader, &element);
                attributes(&reader, &element, property, &mut words);
                let outer = open.last().copied().flatten();
                open.push(property.or(outer));
                written.clear();
            }
            Event::Empty(element) => {
                let property = property(&reader, &element);
                attributes(&reader, &element, property, &mut words);
            }
            Event::Text(text) => written.push_str(&text),
            Event::CData(text) => written.push_str(&text),
            Event::GeneralRef(reference) => {
                if let Ok(Some(character)) = reference.resolve_char_ref() {
                    written.push(character);
                } else {
                    written.push_str(resolve_predefined_entity(&reference).unwrap_or_default());
                }
            }
            Event::End(_) => {
                if let Some(property) = open.pop().flatten() {
                    property.add(&mut words, &written);
                }
                written.clear();
            }
            Event::Eof => return words,
            _ => {}
        }
    }
}

fn property(reader: &NsReader<&[u8]>, element: &BytesStart<'_>) -> Option<Property> {
    match reader.resolver().resolve_element(element.name()) {
        (ResolveResult::Bound(namespace), name) => Property::of(namespace.into_inner(), name.into_inner()),
        _ => None,
    }
}

/// Simple properties may stand as attributes of what they are properties of, and addresses as `rdf:resource`.
fn attributes(reader: &NsReader<&[u8]>, element: &BytesStart<'_>, of: Option<Property>, words: &mut ImageWords) {
    for attribute in element.attributes().flatten() {
        let (ResolveResult::Bound(namespace), name) = reader.resolver().resolve_attribute(attribute.key) else {
            continue;
        };
        let property = match (namespace.into_inner(), name.into_inner()) {
            (RDF, "resource") => of,
            (namespace, name) => Property::of(namespace, name),
        };
        if let Some(property) = property
            && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0)
        {
            property.add(words, &value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
  xmlns:r="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"
  xmlns:core="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
  photoshop:Credit="Reuters &amp; Co" r:WebStatement="https://lowercase.example/terms">
<d:description><rdf:Alt><rdf:li xml:lang="x-default">Cranes &amp; ships &#x2014; at dawn</rdf:li><rdf:li xml:lang="de">Kräne</rdf:li></rdf:Alt></d:description>
<d:creator><rdf:Seq><rdf:li>Jane Doe</rdf:li><rdf:li>John Roe</rdf:li></rdf:Seq></d:creator>
<d:rights><rdf:Alt><rdf:li xml:lang="x-default">(c) 2025 Reuters</rdf:li></rdf:Alt></d:rights>
<core:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Four cranes</rdf:li></rdf:Alt></core:AltTextAccessibility>
<plus:Licensor><rdf:Seq><rdf:li rdf:parseType="Resource"><plus:LicensorName>Desk</plus:LicensorName>
<plus:LicensorURL>https://lowercase.example/buy</plus:LicensorURL></rdf:li></rdf:Seq></plus:Licensor>
<ext:DigitalSourceType rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;

    #[test]
    fn a_packet_says_what_is_seen_and_whose_it_is() {
        let text = |text: &str| Some(text.to_owned());
        let expected = ImageWords {
            alt: text("Four cranes"),
            caption: text("Cranes & ships — at dawn"),
            credit: text("Reuters & Co"),
            creator: text("Jane Doe, John Roe"),
            copyright: text("(c) 2025 Reuters"),
            license: text("https://lowercase.example/terms"),
            licensor: text("https://lowercase.example/buy"),
            source_type: text("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"),
        };
        assert_eq!(words(PACKET.as_bytes()), expected);
    }

    #[test]
    fn only_addresses_are_addresses() {
        let packet = PACKET.replace("https://lowercase.example/terms", "javascript:alert(1)");
        assert_eq!(words(packet.as_bytes()).license, None);
    }

    #[test]
    fn what_is_cut_off_or_no_xml_says_what_it_can() {
        for length in 0..PACKET.len() {
            let cut = words(PACKET.as_bytes().get(..length).unwrap());
            assert!(cut.credit.is_none_or(|credit| credit == "Reuters & Co"));
        }
        assert_eq!(words(b"<a><b></a>"), ImageWords::default());
        assert_eq!(words(&b"<a>".repeat(100_000)), ImageWords::default());
    }
}
