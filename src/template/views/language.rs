//! What a page's language means for its head.

/// The locales that Facebook documents, one for each language: of several, its general one (`ar_AR`, `es_LA`), or that of
/// most speakers.
const LOCALES: &str = "\
    af_ZA ar_AR az_AZ be_BY bg_BG bn_IN br_FR bs_BA ca_ES cs_CZ cy_GB da_DK de_DE el_GR en_US eo_EO \
    es_LA et_EE eu_ES fa_IR fi_FI fo_FO fr_FR fy_NL ga_IE gl_ES he_IL hi_IN hr_HR hu_HU hy_AM id_ID \
    is_IS it_IT ja_JP ka_GE kk_KZ km_KH ko_KR ku_TR lt_LT lv_LV mk_MK ml_IN mn_MN ms_MY mt_MT nb_NO \
    ne_NP nl_NL nn_NO pa_IN pl_PL ps_AF pt_BR ro_RO ru_RU sk_SK sl_SI so_SO sq_AL sr_RS sv_SE sw_KE \
    ta_IN te_IN th_TH tr_TR uk_UA ur_PK uz_UZ vi_VN zh_CN zu_ZA";

/// A language tag (BCP 47) as the Open Graph protocol writes it, `language_TERRITORY`. Without a territory of its own, a
/// language has the one that Facebook knows it by; none if it knows none, for a language alone is no locale.
pub(super) fn locale(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-');
    let primary = subtags.next().unwrap_or_default().to_ascii_lowercase();
    // Behind a subtag of one letter are extensions, and private use.
    let subtags: Vec<&str> = subtags.take_while(|subtag| subtag.len() > 1).collect();
    let is_territory = |subtag: &&&str| subtag.len() == 2 && subtag.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some(territory) = subtags.iter().find(is_territory) {
        return Some(format!("{primary}_{}", territory.to_ascii_uppercase()));
    }
    if primary == "zh" && subtags.iter().any(|subtag| subtag.eq_ignore_ascii_case("hant")) {
        return Some("zh_TW".to_owned());
    }
    // Bokmål is what most Norwegian is written in.
    let language = if primary == "no" { "nb" } else { &primary };
    let is_of = |locale: &&str| locale.split('_').next() == Some(language);
    LOCALES.split(' ').find(is_of).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::locale;

    #[test]
    fn a_locale_is_a_language_and_a_territory() {
        for (tag, expected) in [
            ("en", Some("en_US")),
            ("en-GB", Some("en_GB")),
            ("PT-br", Some("pt_BR")),
            ("de", Some("de_DE")),
            ("no", Some("nb_NO")),
            ("es-419", Some("es_LA")),
            ("zh-Hant", Some("zh_TW")),
            ("zh-Hant-HK", Some("zh_HK")),
            ("sr-Latn", Some("sr_RS")),
            ("ca-x-va", Some("ca_ES")),
            ("de-CH-1996", Some("de_CH")),
            ("gsw", None),
            ("gsw-CH", Some("gsw_CH")),
        ] {
            assert_eq!(locale(tag).as_deref(), expected, "{tag}");
        }
    }
}
