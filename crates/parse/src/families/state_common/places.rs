//! Countries and nationalities as State's notices print them behind a name.

/// A country: the names it is printed by, and the adjectives for what is of it.
struct Place {
    names: &'static [&'static str],
    adjectives: &'static [&'static str],
}

const fn place(names: &'static [&'static str], adjectives: &'static [&'static str]) -> Place {
    Place { names, adjectives }
}

const PLACES: &[Place] = &[
    place(&["Afghanistan"], &["Afghan"]),
    place(&["Albania"], &["Albanian"]),
    place(&["Algeria"], &["Algerian"]),
    place(&["Angola"], &["Angolan"]),
    place(&["Argentina"], &["Argentine"]),
    place(&["Armenia"], &["Armenian"]),
    place(&["Australia"], &["Australian"]),
    place(&["Austria"], &["Austrian"]),
    place(&["Azerbaijan"], &["Azerbaijani", "Azeri"]),
    place(&["Bahrain"], &["Bahraini"]),
    place(&["Bangladesh"], &["Bangladeshi"]),
    place(&["Belarus"], &["Belarusian"]),
    place(&["Belgium"], &["Belgian"]),
    place(&["Bosnia and Herzegovina", "Bosnia"], &["Bosnian"]),
    place(&["Brazil"], &["Brazilian"]),
    place(&["Bulgaria"], &["Bulgarian"]),
    place(&["Burma", "Myanmar"], &["Burmese"]),
    place(&["Cambodia"], &["Cambodian"]),
    place(&["Canada"], &["Canadian"]),
    place(&["Central African Republic"], &[]),
    place(&["Chile"], &["Chilean"]),
    place(
        &["People's Republic of China", "China", "PRC", "P.R.C."],
        &["Chinese"],
    ),
    place(&["Colombia"], &["Colombian"]),
    place(&["Comoros"], &["Comoran"]),
    place(
        &["Democratic Republic of the Congo", "Congo"],
        &["Congolese"],
    ),
    place(&["Croatia"], &["Croatian"]),
    place(&["Cuba"], &["Cuban"]),
    place(&["Cyprus"], &["Cypriot"]),
    place(&["Czech Republic", "Czechia"], &["Czech"]),
    place(&["Denmark"], &["Danish"]),
    place(&["Egypt"], &["Egyptian"]),
    place(&["Eritrea"], &["Eritrean"]),
    place(&["Estonia"], &["Estonian"]),
    place(&["Ethiopia"], &["Ethiopian"]),
    place(&["Finland"], &["Finnish"]),
    place(&["France"], &["French"]),
    place(&["Georgia"], &["Georgian"]),
    place(&["Germany"], &["German"]),
    place(&["Ghana"], &["Ghanaian"]),
    place(&["Greece"], &["Greek"]),
    place(&["Hong Kong"], &[]),
    place(&["Hungary"], &["Hungarian"]),
    place(&["India"], &["Indian"]),
    place(&["Indonesia"], &["Indonesian"]),
    place(&["Islamic Republic of Iran", "Iran"], &["Iranian"]),
    place(&["Iraq"], &["Iraqi"]),
    place(&["Ireland"], &["Irish"]),
    place(&["Israel"], &["Israeli"]),
    place(&["Italy"], &["Italian"]),
    place(&["Japan"], &["Japanese"]),
    place(&["Jordan"], &["Jordanian"]),
    place(&["Kazakhstan"], &["Kazakh", "Kazakhstani"]),
    place(&["Kenya"], &["Kenyan"]),
    place(&["Kuwait"], &["Kuwaiti"]),
    place(&["Kyrgyzstan", "Kyrgyz Republic"], &["Kyrgyz"]),
    place(&["Laos"], &["Laotian", "Lao"]),
    place(&["Latvia"], &["Latvian"]),
    place(&["Lebanon"], &["Lebanese"]),
    place(&["Libya"], &["Libyan"]),
    place(&["Liechtenstein"], &[]),
    place(&["Lithuania"], &["Lithuanian"]),
    place(&["Macau", "Macao"], &["Macanese"]),
    place(&["Malaysia"], &["Malaysian"]),
    place(&["Maldives"], &["Maldivian"]),
    place(&["Mali"], &["Malian"]),
    place(&["Malta"], &["Maltese"]),
    place(&["Marshall Islands"], &[]),
    place(&["Mexico"], &["Mexican"]),
    place(&["Moldova"], &["Moldovan"]),
    place(&["Mongolia"], &["Mongolian"]),
    place(&["Montenegro"], &["Montenegrin"]),
    place(&["Morocco"], &["Moroccan"]),
    place(&["Netherlands"], &["Dutch"]),
    place(&["Nicaragua"], &["Nicaraguan"]),
    place(&["Nigeria"], &["Nigerian"]),
    place(
        &[
            "North Korea",
            "Democratic People's Republic of Korea",
            "DPRK",
        ],
        &["North Korean"],
    ),
    place(&["North Macedonia", "Macedonia"], &["Macedonian"]),
    place(&["Norway"], &["Norwegian"]),
    place(&["Oman"], &["Omani"]),
    place(&["Pakistan"], &["Pakistani"]),
    place(&["Panama"], &["Panamanian"]),
    place(&["Philippines"], &["Filipino", "Philippine"]),
    place(&["Poland"], &["Polish"]),
    place(&["Portugal"], &["Portuguese"]),
    place(&["Qatar"], &["Qatari"]),
    place(&["Romania"], &["Romanian"]),
    place(&["Russian Federation", "Russia"], &["Russian"]),
    place(&["Saudi Arabia"], &["Saudi", "Saudi Arabian"]),
    place(&["Serbia"], &["Serbian"]),
    place(&["Seychelles"], &[]),
    place(&["Singapore"], &["Singaporean"]),
    place(&["Slovakia", "Slovak Republic"], &["Slovak"]),
    place(&["Slovenia"], &["Slovenian"]),
    place(&["Somalia"], &["Somali"]),
    place(&["South Africa"], &["South African"]),
    place(
        &["South Korea", "Republic of Korea"],
        &["South Korean", "Korean"],
    ),
    place(&["South Sudan"], &["South Sudanese"]),
    place(&["Spain"], &["Spanish"]),
    place(&["Sri Lanka"], &["Sri Lankan"]),
    place(&["Sudan"], &["Sudanese"]),
    place(&["Sweden"], &["Swedish"]),
    place(&["Switzerland"], &["Swiss"]),
    place(&["Syrian Arab Republic", "Syria"], &["Syrian"]),
    place(&["Taiwan"], &["Taiwanese"]),
    place(&["Tajikistan"], &["Tajik"]),
    place(&["Tanzania"], &["Tanzanian"]),
    place(&["Thailand"], &["Thai"]),
    place(&["Tunisia"], &["Tunisian"]),
    place(&["Turkey", "Türkiye"], &["Turkish"]),
    place(&["Turkmenistan"], &["Turkmen"]),
    place(&["Uganda"], &["Ugandan"]),
    place(&["Ukraine"], &["Ukrainian"]),
    place(&["United Arab Emirates", "UAE", "U.A.E."], &["Emirati"]),
    place(&["United Kingdom", "UK", "U.K."], &["British"]),
    place(&["United States", "USA", "U.S."], &["American"]),
    place(&["Uzbekistan"], &["Uzbek"]),
    place(&["Venezuela"], &["Venezuelan"]),
    place(&["Vietnam"], &["Vietnamese"]),
    place(&["Yemen"], &["Yemeni"]),
    place(&["Zimbabwe"], &["Zimbabwean"]),
    place(
        &["Federal Republic of Yugoslavia", "Yugoslavia"],
        &["Yugoslav"],
    ),
    place(&["Antigua and Barbuda"], &[]),
    place(&["Bahamas"], &["Bahamian"]),
    place(&["Barbados"], &["Barbadian"]),
    place(&["Belize"], &["Belizean"]),
    place(&["Benin"], &["Beninese"]),
    place(&["Bolivia"], &["Bolivian"]),
    place(&["Botswana"], &[]),
    place(&["Brunei"], &["Bruneian"]),
    place(&["Burkina Faso"], &["Burkinabe"]),
    place(&["Burundi"], &["Burundian"]),
    place(&["Cameroon"], &["Cameroonian"]),
    place(&["Chad"], &["Chadian"]),
    place(&["Costa Rica"], &["Costa Rican"]),
    place(
        &["Cote d'Ivoire", "Côte d'Ivoire", "Ivory Coast"],
        &["Ivorian"],
    ),
    place(&["Djibouti"], &["Djiboutian"]),
    place(&["Dominica"], &[]),
    place(&["Dominican Republic"], &[]),
    place(&["Ecuador"], &["Ecuadorian"]),
    place(&["El Salvador"], &["Salvadoran"]),
    place(&["Equatorial Guinea"], &[]),
    place(&["Gabon"], &["Gabonese"]),
    place(&["Gambia"], &["Gambian"]),
    place(&["Grenada"], &[]),
    place(&["Guatemala"], &["Guatemalan"]),
    place(&["Guinea"], &["Guinean"]),
    place(&["Guinea-Bissau"], &[]),
    place(&["Guyana"], &["Guyanese"]),
    place(&["Haiti"], &["Haitian"]),
    place(&["Honduras"], &["Honduran"]),
    place(&["Jamaica"], &["Jamaican"]),
    place(&["Kosovo"], &["Kosovar"]),
    place(&["Liberia"], &["Liberian"]),
    place(&["Luxembourg"], &[]),
    place(&["Madagascar"], &["Malagasy"]),
    place(&["Malawi"], &["Malawian"]),
    place(&["Mauritania"], &["Mauritanian"]),
    place(&["Mauritius"], &["Mauritian"]),
    place(&["Monaco"], &["Monegasque", "Monaco"]),
    place(&["Bermuda"], &["Bermudian"]),
    place(&["British Virgin Islands"], &[]),
    place(&["Cayman Islands"], &[]),
    place(&["Gibraltar"], &[]),
    place(&["Isle of Man"], &["Manx"]),
    place(&["Jersey"], &[]),
    place(&["Mozambique"], &["Mozambican"]),
    place(&["Namibia"], &["Namibian"]),
    place(&["Nepal"], &["Nepalese", "Nepali"]),
    place(&["New Zealand"], &[]),
    place(&["Niger"], &["Nigerien"]),
    place(&["Palau"], &["Palauan"]),
    place(&["Papua New Guinea"], &[]),
    place(&["Paraguay"], &["Paraguayan"]),
    place(&["Peru"], &["Peruvian"]),
    place(&["Republic of the Congo"], &[]),
    place(&["Rwanda"], &["Rwandan"]),
    place(&["Saint Kitts and Nevis"], &[]),
    place(&["Senegal"], &["Senegalese"]),
    place(&["Sierra Leone"], &[]),
    place(&["Suriname"], &["Surinamese"]),
    place(&["Togo"], &["Togolese"]),
    place(&["Trinidad and Tobago"], &["Trinidadian"]),
    place(&["Uruguay"], &["Uruguayan"]),
    place(&["Zambia"], &["Zambian"]),
];

fn bare(words: &str) -> &str {
    let words = words.trim();
    ["the ", "The "]
        .iter()
        .find_map(|article| words.strip_prefix(article))
        .unwrap_or(words)
}

/// Whether the words are the name of a country, an article aside.
pub(in crate::families) fn is_country(words: &str) -> bool {
    let words = bare(words);
    PLACES
        .iter()
        .any(|p| p.names.iter().any(|n| n.eq_ignore_ascii_case(words)))
}

/// The country that the words name, as printed, or the one that an adjective stands for.
pub(in crate::families) fn country(words: &str) -> Option<String> {
    let words = bare(words);
    PLACES.iter().find_map(|p| {
        let named = p.names.iter().any(|n| n.eq_ignore_ascii_case(words));
        let adjective = p.adjectives.iter().any(|a| a.eq_ignore_ascii_case(words));
        if named {
            Some(words.to_owned())
        } else if adjective {
            // The commonest name stands last but for the abbreviations.
            p.names
                .iter()
                .find(|n| {
                    !n.contains(" of ") && !n.contains("Federation") && !n.contains("Arab Rep")
                })
                .map(|n| (*n).to_owned())
        } else {
            None
        }
    })
}
